"""JSON Schemas of the formats, from the dataclasses that read them.

They describe what an editor sees, which reads YAML 1.2, and admit whatever the
reader admits.  Where nothing is written after a key, there is no key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

from annotated_types import Ge, Le

from readiness import scalars
from readiness.engagement.contact_log import ContactLog
from readiness.engagement.model import Profile
from readiness.engagement.workshop_notes import WorkshopNotes
from readiness.folder.forms.answer_file import AnswerFile
from readiness.folder.forms.mapping import FormMapping
from readiness.folder.meaning import meaning, purpose
from readiness.folder.overlay import Overlay
from readiness.folder.theme_fields import ThemeFile
from readiness.questionnaires.model import Questionnaire
from readiness.questionnaires.response import Response
from readiness.questionnaires.translation import Translation
from readiness.rollout.model import Rollout
from readiness.touchmap.model import KINDS, TouchMap

Schema: TypeAlias = dict[str, Any]
FORMATS: Mapping[str, type[Any]] = {
    "engagement": Profile,
    "touchmap": TouchMap,
    "overlay": Overlay,
    "questionnaire": Questionnaire,
    "response": Response,
    "rollout": Rollout,
    "contacts": ContactLog,
    "workshop": WorkshopNotes,
    "theme": ThemeFile,
    "translation": Translation,
    "answers": AnswerFile,
    "mapping": FormMapping,
}
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_EMPTY: Schema = {
    "not": {"type": ["string", "number", "boolean", "array", "object"]}
}  # so none offers `null`
_SHARED: Mapping[str, Mapping[str, Any]] = {
    "id": scalars.ID,  # before word, which it extends
    "words": scalars.WORDS,
    "word": scalars.WORD,
    "number": scalars.NUMBER,
    "whole": scalars.WHOLE,
    "truth": scalars.TRUTH,
    "day": scalars.DAY,
}


def schema(name: str) -> Schema:
    """Return the JSON Schema of a format, ``touchmap``.  Raises KeyError for an unknown one."""
    definitions: Schema = {}
    whole = _record(FORMATS[name], definitions)
    if FORMATS[name] is Overlay:
        whole["properties"] |= _overlaid(whole["properties"], definitions)
    head = {"$schema": DIALECT, "$id": f"urn:readiness:schema:{name}:1", "title": f"{name}/1"}
    shared: Schema = _shared({**head, **whole, "$defs": definitions})
    shared["$defs"] |= {key: _shared(dict(part), whole=True) for key, part in _SHARED.items()} | {
        "empty": _EMPTY
    }
    return shared


def _record(one: type[Any], definitions: Schema) -> Schema:
    """Return the schema of a dataclass, its fields with their words."""
    hints = get_type_hints(one, include_extras=True)
    return {
        "description": purpose(one),
        "type": "object",
        "properties": {
            entry.name: _value(hints[entry.name], definitions) | _default(entry) | _words_of(one, entry.name)
            for entry in fields(one)
        },
        "required": [entry.name for entry in fields(one) if _required(entry)],
        "additionalProperties": False,
    }


def _value(hint: Any, definitions: Schema) -> Schema:
    """Return the schema of a type; records become definitions."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _written(hint, definitions)
    if origin is Literal:
        return {"const": inner[0]} if len(inner) == 1 else {"enum": list(inner)}
    if origin in (Union, UnionType):
        return _value(next(part for part in inner if part is not NoneType), definitions)
    if origin is tuple:
        return {"type": "array", "items": _value(inner[0], definitions)}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        value = _value(inner[1], definitions)
        if get_origin(inner[0]) is not Literal:
            return {"type": "object", "additionalProperties": value}
        names = dict.fromkeys(get_args(inner[0]), value)
        return {"type": "object", "properties": names, "additionalProperties": False}
    if isinstance(hint, type) and is_dataclass(hint):
        return _refer(hint.__name__, definitions, lambda: _record(hint, definitions))
    return dict(scalars.WORD)


def _written(hint: Any, definitions: Schema) -> Schema:
    """Return the schema of a hand-read value; one that becomes a record is a definition."""
    base, *marks = get_args(hint)
    written: Schema = {}
    for mark in marks:
        if isinstance(mark, Ge):
            written["minimum"] = mark.ge
        elif isinstance(mark, Le):
            written["maximum"] = mark.le
        elif isinstance(mark, scalars.Written):
            written |= mark.schema
    if isinstance(base, type) and is_dataclass(base) and base is not scalars.Text:
        return _refer(base.__name__, definitions, lambda: _described(written, base))
    return written


def _refer(name: str, definitions: Schema, make: Callable[[], Schema]) -> Schema:
    if name not in definitions:
        definitions[name] = make()
    return {"$ref": f"#/$defs/{name}"}


def _described(written: Mapping[str, Any], one: Any) -> Schema:
    """Return the schema of a hand-read value with the words of the dataclass that it becomes."""
    made = dict(written)
    if "anyOf" in made:
        made["anyOf"] = [_described(branch, one) for branch in made["anyOf"]]
    elif isinstance(one, type) and is_dataclass(one) and "properties" in made:
        hints = get_type_hints(one)
        made["properties"] = {
            name: _described(part, hints.get(name)) | _words_of(one, name)
            for name, part in made["properties"].items()
        }
    return made


def _overlaid(properties: Schema, definitions: Schema) -> Schema:
    """Return what an overlay adds, changes and removes: records, parts of records, and ids."""
    hints = get_type_hints(TouchMap, include_extras=True)
    names = {kind: _value(hints[kind], definitions)["items"]["$ref"].rpartition("/")[2] for kind in KINDS}
    definitions |= {name: _as_mapping(definitions[name]) for name in names.values()}
    for name in names.values():
        definitions[f"Changed{name}"] = {**definitions[name], "required": ["id"]}
    rows: Mapping[str, Callable[[str], Schema]] = {
        "add": lambda kind: {"$ref": f"#/$defs/{names[kind]}"},
        "change": lambda kind: {"$ref": f"#/$defs/Changed{names[kind]}"},
        "remove": lambda _kind: dict(scalars.WORD),
    }
    return {
        part: {
            **properties[part],
            "type": "object",
            "properties": {kind: {"type": "array", "items": row(kind)} for kind in KINDS},
            "additionalProperties": False,
        }
        for part, row in rows.items()
    }


def _as_mapping(record: Schema) -> Schema:
    """Return the schema of a record that is written with its keys, not as a bare id."""
    return next((branch for branch in record.get("anyOf", ()) if branch.get("type") == "object"), record)


def _shared(made: Any, *, whole: bool = False) -> Any:
    """Return a schema that refers to shared shapes; in it every value that may be left out may be empty."""
    if isinstance(made, list):
        return [_shared(part) for part in made]
    if not isinstance(made, dict):
        return made
    for name, shape in _SHARED.items():
        if not whole and shape.items() <= made.items():
            rest = {key: part for key, part in made.items() if key not in shape}
            return {"$ref": f"#/$defs/{name}", **rest}
    done = {key: _shared(part) for key, part in made.items()}
    if isinstance(done.get("properties"), dict):
        required = done.get("required", ())
        for name, part in done["properties"].items():
            done["properties"][name] = part if name in required else _or_empty(part)
    if isinstance(done.get("additionalProperties"), dict):
        done["additionalProperties"] = _or_empty(done["additionalProperties"])
    if done.get("items") == {"$ref": "#/$defs/word"}:
        done["items"] = _or_empty(done["items"])
    return done


def _or_empty(made: Schema) -> Schema:
    """Return a schema that also admits a key with nothing after it, as blank forms have them."""
    outer = {key: part for key, part in made.items() if key in ("description", "default")}
    inner = {key: part for key, part in made.items() if key not in outer}
    branches = inner["anyOf"] if set(inner) == {"anyOf"} else [inner]
    return {**outer, "anyOf": [*branches, {"$ref": "#/$defs/empty"}]}


def _words_of(one: type[Any], name: str) -> Schema:
    written = meaning(one, name) or meaning(one, f"{name}_")  # `from` is a word of Python
    return {"description": written} if written else {}


def _required(entry: Field[Any]) -> bool:
    return entry.default is MISSING and entry.default_factory is MISSING


def _default(entry: Field[Any]) -> Schema:
    plain = isinstance(entry.default, bool | int | float | str) and entry.default != ""
    return {"default": entry.default} if plain else {}
