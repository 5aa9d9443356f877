"""The words of a questionnaire as a PO file of gettext, for translators and their tools."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po

from readiness.errors import NotFound, Refused
from readiness.folder.forms.loss import Loss
from readiness.folder.forms.own_texts import Words, in_language, own_texts, take
from readiness.folder.forms.phrasing import language_named
from readiness.folder.source import FORBIDDEN
from readiness.questionnaires.library import find
from readiness.questionnaires.model import Questionnaire

_THEN = datetime(2000, 1, 1, tzinfo=UTC)
"""The date in every file, so that no clock is read."""
_BROKEN = (PoFileError, ValueError, LookupError, AttributeError, TypeError, AssertionError)
_WIDTH = 100
_GENERATOR = re.compile(rb'"Generated-By: [^\n]*\n')


def write_catalogue(questionnaire: Questionnaire, known: Sequence[Questionnaire], language: str) -> bytes:
    """Return the texts of a questionnaire with their translation into a language, one entry a text.

    The context of an entry is its key (P1-Q1.anchors.0), its id the words in
    the language of the questionnaire.
    """
    catalog = Catalog(
        locale=language.replace("-", "_"),
        project=questionnaire.id,
        version=questionnaire.version,
        creation_date=_THEN,
        revision_date=_THEN,
        last_translator="readiness",
        language_team=language,
        msgid_bugs_address="readiness",
        header_comment=f"# {questionnaire.name}: {language}",
        fuzzy=False,
    )
    for key, text in own_texts(questionnaire, known).items():
        source = in_language(text, questionnaire.language) or str(text)
        catalog.add(source, in_language(text, language), context=key)
    file = io.BytesIO()
    write_po(file, catalog, width=_WIDTH, sort_output=False, include_lineno=False)
    return _GENERATOR.sub(b"", file.getvalue(), count=1)


def read_catalogue(octets: bytes, known: Sequence[Questionnaire], *, file: str) -> Words:
    """Return the translations in a PO file.

    Entries that are fuzzy or empty, whose key leads nowhere, or whose source has
    changed since are told and not taken.  Raises Refused for a file that is
    no PO file, has no language or is one of the questionnaire's own language;
    NotFound where its questionnaire is not known.
    """
    catalog, language = _catalog(octets, file)
    project = f"{catalog.project}@{catalog.version}"
    questionnaire = find(project, known)
    if questionnaire is None:
        raise NotFound("no-questionnaire", name=project, known=", ".join(dict.fromkeys(q.id for q in known)))
    if language == questionnaire.language:
        raise Refused("interchange-same-language", own=language, name=questionnaire.name)
    texts = own_texts(questionnaire, known)
    losses: list[Loss] = []
    words: dict[str, str] = {}
    entries = [message for message in catalog if message.id]
    for message in entries:
        at, key = f"{file}:{message.lineno or 0}", message.context or ""
        said = message.string if isinstance(message.string, str) else ""
        if not said.strip():
            losses.append(Loss("empty", at, key[:80]))
        elif message.fuzzy:
            losses.append(Loss("fuzzy", at, key[:80]))
        elif FORBIDDEN.search(said):
            losses.append(Loss("cell", at, "control-character"))
        elif key in texts and _stale(message, texts[key].choose(questionnaire.language)[1]):
            losses.append(Loss("stale", at, key))
        else:
            take(words, key, said, known=texts, at=at, losses=losses)
    return Words(questionnaire, {language: words}, tuple(losses), len(entries))


def _catalog(octets: bytes, file: str) -> tuple[Catalog, str]:
    try:
        text = octets.decode("utf-8-sig")
        catalog = read_po(io.StringIO(text), abort_invalid=True)
        language = language_named(str(catalog.locale_identifier or "").replace("_", "-"))
    except _BROKEN as error:
        reason = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        raise Refused("interchange-po", file=file, reason=reason) from None
    if language not in ("en", "zh-Hant", "zh-Hans"):
        raise Refused("interchange-po-language", file=file, found=language or "-")
    return catalog, language


def _stale(message: Message, source: str) -> bool:
    return not isinstance(message.id, str) or message.id.strip() != source.strip()
