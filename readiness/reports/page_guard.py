"""What a page of a theme may not hold: links to elsewhere, and what takes for ever to lay out."""

from __future__ import annotations

from html.parser import HTMLParser

from readiness.errors import Refused

DEEPEST = 100
"""Elements inside each other; a report without a theme has about fifteen."""
WIDEST = 100
"""Columns or rows that one cell spans."""
MOST_FLEXIBLE = 4
"""Flexible boxes inside each other; the time they take doubles with each."""
MOST_COPIES = 200
"""Copies of a part of a picture."""
SCHEMES = ("https://", "mailto:", "#")
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def is_allowed(address: str) -> bool:
    """Say whether a link may lead there: to a web page, a mail box, or a place in the report."""
    return address.lower().startswith(SCHEMES)


def check_page(html: str, theme: str) -> None:
    """Raise Refused for a page that leads elsewhere or that would take too much to lay out."""
    guard = _Guard(theme)
    guard.feed(html)
    guard.close()


class _Guard(HTMLParser):
    def __init__(self, theme: str) -> None:
        super().__init__()
        self.theme, self.open, self.copies = theme, list[tuple[str, bool]](), 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in _VOID:
            style = dict(attrs).get("style") or ""
            self.open.append((tag, "flex" in style.lower()))
        if len(self.open) > DEEPEST:
            raise Refused("theme-deep", theme=self.theme, most=DEEPEST)
        if sum(flexible for _, flexible in self.open) > MOST_FLEXIBLE:
            raise Refused("theme-flexible", theme=self.theme, most=MOST_FLEXIBLE)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("a", "area") and not all(
            is_allowed(given[name].strip()) for name in ("href", "xlink:href") if name in given
        ):
            raise Refused("theme-link", theme=self.theme, address=given.get("href", "")[:80])
        for name in ("colspan", "rowspan"):
            if given.get(name, "").strip().lstrip("0")[3:] or _number(given.get(name, "")) > WIDEST:
                raise Refused("theme-wide", theme=self.theme, most=WIDEST)
        self.copies += tag == "use"
        if self.copies > MOST_COPIES:
            raise Refused("theme-copies", theme=self.theme, most=MOST_COPIES)

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place][0] == tag:
                del self.open[place:]
                return


def _number(written: str) -> int:
    return int(written) if written.strip().isascii() and written.strip().isdigit() else 1
