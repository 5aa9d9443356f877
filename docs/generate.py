# ruff: noqa: INP001
"""Writes the generated parts of the documentation; ``make docs`` runs it.

A generated part stands between ``<!-- name -->`` and ``<!-- /name -->``; what
lies around it is written by hand.  The same code gives the same bytes.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import get_type_hints

import catalogue
import click
from click.testing import CliRunner
from formats import doc, formats, meaning
from map_findings import findings
from questions import facts, form, questions
from source_facts import coverage
from view_fields import view_fields

from readiness import LANGUAGES, services
from readiness.assessment.rules import Rules
from readiness.cli.main import main as cli
from readiness.folder import library
from readiness.resources import package_path

ROOT = Path(__file__).resolve().parent.parent
FORM = "templates/engagement/{}/responses/example-1.yaml"
WIDTH = 100
RULES = {
    "diagnostics": "",
    "diagnostics_rollout": "the rollout",
    "contacts_rules": "the contact log",
    "diagnostics_projects": "files of plain projects",
    "map_journeys": "the map",
    "diagnostics_theme": "themes",
    "rollout_import": "plans and tables of steps from other tools",
    "map_exchange": "from another tool",
    "kinds": "answers from a sheet or an online form",
    "exchange_forms": "answers from a sheet or an online form",
}
"""Files of phrases with rules of reading, and the part in which those are told that name none."""
TOLD_WITH = {
    **dict.fromkeys(("never-works", "serves-itself", "hours-unreadable"), "the map"),
    **dict.fromkeys(("acceptance-expired", "unknown-finding", "overlay-after-unknown"), "the map"),
}
"""Rules that stand under another heading than the one they belong to."""


def pages(root: Path = ROOT) -> dict[str, str]:
    """Return every file that has generated parts, with those parts made anew."""
    parts: dict[str, Mapping[str, Callable[[], Iterable[str]]]] = {
        "README.md": {"commands": command_table},
        "docs/coverage.md": {"coverage": coverage},
        "docs/reference/commands.md": {"commands": command_help},
        "docs/reference/diagnostics.md": {"diagnostics": diagnostics},
        "docs/reference/formats.md": {"formats": formats},
        "docs/reference/map-findings.md": {"findings": findings},
        "docs/reference/indicators.md": {"facts": facts, "questions": questions},
        "docs/reference/rules.md": {"thresholds": thresholds},
        "docs/reference/themes.md": {"view": view_fields},
        **{
            f"examples/{name}/README.md": {"verdicts": partial(verdicts, root / "examples" / name)}
            for name in ("boise-office", "shanghai-gm")
        },
    }
    made = {FORM.format(language): "\n".join(form(language)) + "\n" for language in LANGUAGES}
    for name, makers in parts.items():
        text = (root / name).read_text("utf-8")
        for part, make in makers.items():
            text = _replace(text, part, "\n".join(make()), name)
        made[name] = text
    return made


def _replace(text: str, part: str, made: str, name: str) -> str:
    before, start, rest = text.partition(f"<!-- {part} -->")
    _, end, after = rest.partition(f"<!-- /{part} -->")
    if not start or not end:
        message = f"{name} has no place for {part}"
        raise ValueError(message)
    return f"{before}{start}\n\n{made.strip()}\n\n{end}{after}"


def commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """Yield every command with its words, a group before those below it."""
    for name, command in group.commands.items():
        yield f"{before}{name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")


def command_table() -> Iterator[str]:
    """Yield the commands as a table."""
    yield "| command | what it does |"
    yield "|---|---|"
    for name, command in commands(cli):
        if not isinstance(command, click.Group):
            given = (str(p.name).upper() for p in command.params if isinstance(p, click.Argument))
            yield f"| `{' '.join(('readiness', name, *given))}` | {command.get_short_help_str(300)} |"


def command_help() -> Iterator[str]:
    """Yield the help of the program and of every command, as it is printed."""
    for name in ("", *(name for name, _ in commands(cli))):
        words = [*name.split(), "--help"]
        shown = CliRunner(env={"COLUMNS": str(WIDTH)}).invoke(cli, words, prog_name="readiness").output
        yield f"## readiness {name}".rstrip()
        yield from ("", "```text", shown.rstrip(), "```", "")


def diagnostics() -> Iterator[str]:
    """Yield every rule of reading with its severity, words and mending, part by part."""
    say = library.phrases().words
    for title, codes in _rules().items():
        yield from (f"## {title[0].upper()}{title[1:]}", "")
        for code in codes:
            key = f"rules.{code}"
            yield from (f"### {code}", "", f"- {say[f'{key}.severity']}: {say[f'{key}.message']}")
            yield from (f"- To mend it: {say[f'{key}.hint']}", "")


def _rules() -> Mapping[str, list[str]]:
    """Return the codes of all rules by the part of the page on which they are told."""
    parts: dict[str, list[str]] = {}
    title = ""
    for file, usual in RULES.items():
        title = usual or title
        written = package_path("i18n", "en", f"{file}.yaml").read_text("utf-8")
        for line in written.partition("\nrules:\n")[2].splitlines():
            if found := re.match(r"  # (.+)", line):
                title = found[1]
            elif found := re.match(r"  ([a-z0-9-]+):$", line):
                parts.setdefault(TOLD_WITH.get(found[1], title), []).append(found[1])
            elif re.match(r"[a-z]", line):
                break
    return parts


def thresholds() -> Iterator[str]:
    """Yield the thresholds, section by section, with the remark beside each."""
    hints = get_type_hints(Rules)
    for line in package_path("assessment", "rules.yaml").read_text("utf-8").splitlines():
        if found := re.match(r"([a-z]+):$", line):
            section = hints[found[1]]
            yield from ("", f"### {found[1]}", "", doc(section), "")
            yield from ("| key | value | meaning |", "|---|---|---|")
        elif found := re.match(r"  ([a-z_]+): +(\S+)(?: +# (.+))?", line):
            yield f"| `{found[1]}` | {found[2]} | {found[3] or meaning(section, found[1])} |"


def verdicts(example: Path) -> Iterator[str]:
    """Yield what an example comes to, in its own language."""
    assessed = services.assess(example)
    view, say = assessed.view, assessed.phrases.say
    columns = ("verdict", "severity", "confidence", "because")
    yield f"**{view.decision.title}**"
    yield from (
        "",
        f"| | {' | '.join(say(f'labels.{column}') for column in columns)} |",
        "|---|---|---|---|---|",
    )
    for p in view.pitfalls:
        yield f"| {p.name} | {p.verdict_word} | {p.severity} | {p.confidence} | {p.first_reason} |"


def main() -> None:
    """Write every generated part into its file."""
    made = {ROOT / name: text.encode() for name, text in pages().items()}
    for path, octets in (made | catalogue.files()).items():
        if not path.exists() or path.read_bytes() != octets:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(octets)
            sys.stdout.write(f"{path.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
