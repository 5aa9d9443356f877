"""A sheet on which a picture is drawn, and what becomes of it: one SVG document as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape

from readiness.reports.pictures.colours import INK, MUTED, PAPER
from readiness.reports.pictures.measure import clean, wrapped
from readiness.typefaces import FAMILIES

MARGIN = 32.0
SMALL = 11.0
"""The smallest text, in CSS pixels: 8.25 points at 100 %."""
_LINE = 1.27
_FALLBACKS = {
    "en": ("Readiness Sans SC", "Readiness Sans TC", "Source Sans 3", "Segoe UI", "Helvetica Neue", "Arial",
           "Liberation Sans"),
    "zh-Hant": ("Readiness Sans SC", "Readiness Sans", "Noto Sans TC", "Noto Sans CJK TC", "PingFang TC",
                "Microsoft JhengHei"),
    "zh-Hans": ("Readiness Sans TC", "Readiness Sans", "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC",
                "Microsoft YaHei"),
}  # fmt: skip


def family(language: str) -> str:
    """Return the families of a language, the bundled one first, as CSS writes them."""
    tag = language if language in FAMILIES else "en"
    return ", ".join((*(f"'{name}'" for name in (FAMILIES[tag], *_FALLBACKS[tag])), "sans-serif"))


def number(value: float) -> str:
    """Return a length with at most one decimal digit, the same on every machine."""
    written = f"{value:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written


class Canvas:
    """Collects shapes and words; everything that a person wrote is made safe on the way in."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.parts: list[str] = []

    def rect(self, x: float, y: float, width: float, height: float, /, **style: object) -> None:
        """Draw a rectangle."""
        self._shape("rect", {"x": x, "y": y, "width": width, "height": height}, style)

    def line(self, x1: float, y1: float, x2: float, y2: float, /, **style: object) -> None:
        """Draw a straight line."""
        self._shape("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2}, style)

    def circle(self, x: float, y: float, radius: float, /, **style: object) -> None:
        """Draw a circle."""
        self._shape("circle", {"cx": x, "cy": y, "r": radius}, style)

    def path(self, data: str, /, title: str = "", **style: object) -> None:
        """Draw a path, with words that a pointer shows."""
        self._shape("path", {"d": data}, style, title)

    def polygon(self, points: Sequence[tuple[float, float]], /, **style: object) -> None:
        """Draw a closed shape with straight sides."""
        corners = " ".join(f"{number(x)},{number(y)}" for x, y in points)
        self._shape("polygon", {"points": corners}, style)

    def text(
        self,
        x: float,
        y: float,
        words: object,
        /,
        *,
        size: float = 12,
        bold: bool = False,
        fill: str = INK,
        anchor: str = "start",
    ) -> None:
        """Write one line with its base line at ``y``; parts in another language keep their face."""
        style = {"x": x, "y": y, "font-size": size, "fill": fill}
        if bold:
            style["font-weight"] = 600
        if anchor != "start":
            style["text-anchor"] = anchor
        self.parts.append(f"<text{_attributes(style)}>{self._runs(words)}</text>")

    def paragraph(
        self,
        x: float,
        y: float,
        words: object,
        /,
        *,
        width: float,
        size: float = 12,
        bold: bool = False,
        fill: str = INK,
        anchor: str = "start",
        lines: int = 3,
    ) -> float:
        """Write words in lines of a width, the top of the first at ``y``; return where they end below."""
        for words_of_line in wrapped(words, width, size, lines=lines, bold=bold):
            self.text(x, y + size * 0.95, words_of_line, size=size, bold=bold, fill=fill, anchor=anchor)
            y += line_height(size)
        return y

    def heading(self, eyebrow: object, headline: object, below: object = "", /, *, width: float) -> float:
        """Write what a picture is, its conclusion and a note; return where they end below."""
        y = self.paragraph(MARGIN, MARGIN - 4, eyebrow, width=width, size=12, fill=MUTED, lines=1)
        y = self.paragraph(MARGIN, y + 7, headline, width=min(width, 1000), size=20, bold=True, lines=4)
        if below:
            y = self.paragraph(MARGIN, y + 5, below, width=min(width, 1000), size=13, fill=MUTED, lines=4)
        return y + 18

    @contextmanager
    def group(self, title: object = "", /, **style: object) -> Iterator[None]:
        """Keep shapes together; a pointer shows the title."""
        self.parts.append(f"<g{_attributes(style)}>{_title(title)}")
        yield
        self.parts.append("</g>")

    def svg(self, width: float, height: float, *, title: object, description: object) -> str:
        """Return the document: white ground, title and description for those who cannot see it."""
        size = {"width": width, "height": height}
        attributes = {
            "xmlns": "http://www.w3.org/2000/svg",
            **size,
            "viewBox": f"0 0 {number(width)} {number(height)}",
            "lang": self.language,
            "xml:lang": self.language,
            "role": "img",
            "font-family": family(self.language),
        }
        head = f"{_title(title, 2000)}<desc>{escape(clean(description, 4000))}</desc>"
        ground = f"<rect{_attributes({**size, 'fill': PAPER})}/>"
        return "\n".join((f"<svg{_attributes(attributes)}>", head, ground, *self.parts, "</svg>", ""))

    def _shape(self, name: str, place: dict[str, object], style: dict[str, object], title: str = "") -> None:
        drawn = f"<{name}{_attributes(place)}{_attributes(style)}"
        self.parts.append(f"{drawn}>{_title(title)}</{name}>" if title else f"{drawn}/>")

    def _runs(self, words: object) -> str:
        return "".join(
            f'<tspan lang="{escape(run.language)}" xml:lang="{escape(run.language)}"'
            f' font-family="{family(run.language)}">{escape(run.words)}</tspan>'
            if run.language and run.language != self.language
            else escape(run.words)
            for run in clean(words, 2000).runs
        )


def line_height(size: float) -> float:
    """Return how far apart the base lines of lines of a size are."""
    return round(size * _LINE, 1)


def _title(words: object, most: int = 320) -> str:
    return f"<title>{escape(clean(words, most))}</title>" if words else ""


def _attributes(values: dict[str, object]) -> str:
    return "".join(f' {key.replace("_", "-")}="{_value(value)}"' for key, value in values.items())


def _value(value: object) -> str:
    return number(value) if isinstance(value, float | int) else escape(str(value))
