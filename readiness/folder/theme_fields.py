"""The format theme/1: how a consultant's reports look."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, get_args

from readiness.scalars import Amount, Id, Text, Truth, Words

Language = Literal["en", "zh-Hant", "zh-Hans"]
Section = Literal[
    "page-one", "reasons", "map", "sides", "unknown", "order", "ownership", "rollout", "own", "further",
    "limits", "appendix", "glossary",
]  # fmt: skip
SECTIONS: tuple[Section, ...] = get_args(Section)
"""The sections of the full report, in the order of the house."""


@dataclass(frozen=True)
class Colours:
    """Colours as ``#rrggbb``; the house's where absent."""

    ink: str = "#16212e"
    """Text."""
    body: str = "#2b3846"
    """Text of paragraphs below headings."""
    muted: str = "#52606d"
    """Remarks, headings of columns, page numbers."""
    accent: str = "#0b4f6c"
    """Rules, numbers of steps, the side of IT, deep ends of scales."""
    second: str = "#b35900"
    """The side of business, hand-offs from one department to another."""
    flag: str = "#8f1616"
    """A pitfall that is flagged, and whatever else alarms."""
    watch: str = "#8a5a00"
    """A pitfall to watch."""
    clear: str = "#1e6b3c"
    """A pitfall that is clear."""
    unknown: str = "#6b7783"
    """A pitfall of which too little is known."""


HOUSE_COLOURS = Colours()


@dataclass(frozen=True)
class Face:
    """A file of a typeface, TTF or OTF."""

    file: str
    """Its name in the theme."""
    language: Language = "en"
    """The language whose words it sets; the bundled faces set what it lacks."""
    weight: Literal["regular", "semibold", "bold"] = "regular"
    """How heavy it is."""
    italic: Truth = False
    """Whether it is the slanted face."""


@dataclass(frozen=True)
class ExtraPage:
    """A template that begins a page of its own."""

    file: str
    """Its name in the theme, such as `about-us.html.j2`."""
    after: Section = "limits"
    """The section behind which it stands."""


@dataclass(frozen=True)
class ThemeFile:
    """How reports look: colours, logo, typefaces, order of sections, pages and words of a consultant."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid", "use_attribute_docstrings": True}

    format: Literal["theme/1"]
    id: Id
    title: Words = Text()
    logo: str = ""
    """A picture, `.svg`, `.png` or `.jpg`, that stands at the top of page one."""
    logo_text: Words = Text()
    """What the logo says, for those who do not see it."""
    logo_height: Amount = 12.0
    """Its height on paper in millimetres."""
    colours: Colours = HOUSE_COLOURS
    """The colours of text and pictures."""
    fonts: tuple[Face, ...] = ()
    """Typefaces of the PDF."""
    style: str = ""
    """A style sheet that is read after the house's."""
    cover: str = ""
    """A template for a page before page one."""
    pages: tuple[ExtraPage, ...] = ()
    """Pages of the consultant's own."""
    sections: tuple[Section, ...] = SECTIONS
    """The sections that are printed, in their order; those that are not listed are left out."""
    texts: dict[str, Words] = field(default_factory=dict)
    """Other words for phrases of the report, by their key, such as `labels.asked`."""
