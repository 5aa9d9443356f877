"""What fields mean: the sentence below a field in the code, else the words of ``docs/fields.yaml``."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from readiness.folder.reader import Reader
from readiness.resources import docs


def meaning(one: type[Any], name: str) -> str | None:
    """Return what a field of a dataclass means, in one paragraph of English; None where nothing says so."""
    own = _words().get(one.__name__, {})
    written = _sentences(one).get(name) or own.get(name)
    like = getattr(one, "like", None)
    if written is None and like is not None:
        return meaning(like, name)
    written = written or _words()["all"].get(name)
    return " ".join(written.split()) if written else None


def purpose(one: type[Any]) -> str:
    """Return the first sentence about a dataclass."""
    first = inspect.cleandoc(one.__doc__ or "").partition("\n\n")[0]
    return " ".join(first.replace("``", "`").split())


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return Reader(docs()).record("fields.yaml") or {"all": {}}


def _sentences(one: type[Any]) -> Mapping[str, str]:
    """Return the text below each field of a dataclass, as it stands in its source."""
    return _below_fields(inspect.getsource(one))


@cache
def _below_fields(source: str) -> Mapping[str, str]:
    body = ast.parse(textwrap.dedent(source)).body[0]
    found = {}
    for node, following in pairwise(body.body if isinstance(body, ast.ClassDef) else ()):
        if (
            isinstance(node, ast.AnnAssign)
            and isinstance(node.target, ast.Name)
            and isinstance(following, ast.Expr)
            and isinstance(following.value, ast.Constant)
        ):
            found[node.target.id] = str(following.value.value)
    return found
