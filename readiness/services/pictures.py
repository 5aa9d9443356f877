"""Pictures of a map as files, and the map as text for a terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, get_args

from readiness.diagnostics import nearest
from readiness.errors import NotFound, Refused
from readiness.folder.write import write_whole
from readiness.reports.namer import Namer
from readiness.reports.pictures.bars import draw_outages
from readiness.reports.pictures.flow import draw_flow
from readiness.reports.pictures.grid import draw_grid
from readiness.reports.pictures.grid_text import grid_text
from readiness.reports.pictures.heat import draw_heat
from readiness.services.maps import Seen
from readiness.touchmap.volumes import Traffic, traffic

Picture = Literal["grid", "flow", "coverage", "outages"]
PICTURES: tuple[Picture, ...] = get_args(Picture)
_OF_A_BUYER: dict[str, Callable[[Traffic, Namer, str], str]] = {"grid": draw_grid, "flow": draw_flow}


def text(seen: Seen, *, wide: int = 100, buyer: str = "") -> str:
    """Return the grid as lines for a terminal of so many columns.

    Raises NotFound for an unknown buyer.
    """
    return grid_text(traffic(seen.touchmap), seen.namer, wide=wide, buyer=_known(seen, buyer))


def draw(seen: Seen, picture: Picture = "grid", *, buyer: str = "") -> str:
    """Return a picture of the map as SVG, of all buyers or of one.

    Raises NotFound for an unknown buyer, Refused for a buyer where the picture
    shows them all.
    """
    flow = traffic(seen.touchmap)
    if picture in _OF_A_BUYER:
        return _OF_A_BUYER[picture](flow, seen.namer, _known(seen, buyer))
    if buyer:
        raise Refused("picture-of-all", picture=picture)
    return draw_heat(flow, seen.namer) if picture == "coverage" else draw_outages(flow, seen.namer)


def write(seen: Seen, out: Path, *, picture: Picture = "grid", buyer: str = "") -> Path:
    """Write a picture of the map to an SVG file and return its path.

    Raises Refused for another suffix or a place that cannot be written, and as
    ``draw`` does.
    """
    if out.suffix.lower() != ".svg":
        raise Refused("map-suffix", suffix=out.suffix or out.name, known=".svg, .html")
    if not out.parent.is_dir():
        raise Refused("no-place", file=out, folder=out.parent)
    return write_whole(out, draw(seen, picture, buyer=buyer).encode("utf-8"))


def _known(seen: Seen, buyer: str) -> str:
    buyers = seen.touchmap.index["buyers"]
    if not buyer or buyer in buyers:
        return buyer
    near = nearest(buyer, buyers)
    if near:
        raise NotFound("no-such-buyer", name=buyer, near=near)
    raise NotFound("no-buyer", name=buyer, known=seen.words.listed(buyers))
