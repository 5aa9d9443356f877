"""What editors need to complete and explain the files of a folder."""

from __future__ import annotations

from typing import Any

from readiness.diagnostics import nearest
from readiness.errors import NotFound
from readiness.folder import schema as schemas

FORMATS = tuple(schemas.FORMATS)


def schema(format_name: str) -> dict[str, Any]:
    """Return the JSON Schema of a format, ``touchmap`` or ``touchmap/1``.

    Raises NotFound for any other name.
    """
    name = format_name.removesuffix("/1")
    if name not in FORMATS:
        near = nearest(name, FORMATS)
        values = {"format": format_name, "near": near, "known": ", ".join(FORMATS)}
        raise NotFound("no-such-format" if near else "no-format", **values)
    return schemas.schema(name)
