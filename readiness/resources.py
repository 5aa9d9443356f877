"""Where the files that come with the product are: library, templates, fonts, examples.

The same call works in a checkout, in an editable install and in a wheel,
which carries ``templates/`` and ``examples/`` inside the package.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def package_path(*parts: str) -> Path:
    """Return a path inside the package, such as ``("fonts", "OFL.txt")``."""
    return _PACKAGE.joinpath(*parts)


def templates() -> Path:
    """Return the folder of the Jinja2 templates."""
    return _beside("templates")


def examples() -> Path:
    """Return the folder of the example engagements."""
    return _beside("examples")


def docs() -> Path:
    """Return the folder of the documents, of which a wheel carries the words for fields."""
    return _beside("docs")


def _beside(name: str) -> Path:
    inside = _PACKAGE / "_shared" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
