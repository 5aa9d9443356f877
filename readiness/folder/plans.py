"""The planned maps of a folder: every overlay laid over the map that it starts from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from readiness.diagnostics import Path as Steps
from readiness.diagnostics import Problem, Span, nearest
from readiness.engagement.model import TO_BE, Profile, ToBe
from readiness.folder.overlay import Overlay, lay_over, touched
from readiness.folder.parse import Record
from readiness.folder.reader import Reader, find_span, under
from readiness.folder.typed import locate
from readiness.touchmap.checks import check_map
from readiness.touchmap.model import KINDS, TouchMap


def read_plans(
    reader: Reader, profile: Profile, parts: dict[str, Any], today: TouchMap | None
) -> Mapping[str, ToBe]:
    """Return the planned map of every overlay by name, the map as it shall be first.

    ``parts`` is given the records: ``to_be`` and ``planned``, and for the other
    overlays the lists ``overlays`` and ``plans``.  An overlay may come
    ``after`` one that is listed before it.
    """
    parts["overlays"], parts["plans"] = [], []
    found: dict[str, ToBe] = {}
    laid: dict[str, Record] = {}
    files = ([(TO_BE, profile.to_be, ("profile", "to_be"))] if profile.to_be else []) + [
        (name, file, ("profile", "overlays", name)) for name, file in profile.overlays.items()
    ]
    for name, file, named_at in files:
        if name == TO_BE and named_at[1] == "overlays":
            reader.place(Problem("overlay-name-taken", named_at, {"id": name}), parts)
            continue
        plan = _read_plan(_Place(reader, parts, name, named_at), profile, file, laid, today)
        if plan is not None:
            found.setdefault(name, plan)
    return found


class _Place:
    """Where the records of one overlay stand among the parts, and where its problems are told."""

    def __init__(self, reader: Reader, parts: dict[str, Any], name: str, named_at: Steps) -> None:
        self.reader, self.parts, self.name, self.named_at = reader, parts, name, named_at
        number = len(parts["overlays"])
        self.own: Steps = ("to_be",) if name == TO_BE else ("overlays", number)
        self.planned: Steps = ("planned",) if name == TO_BE else ("plans", number)

    def keep(self, record: Record | None, planned: Record | None) -> None:
        """Put the records where paths lead to them."""
        if self.name == TO_BE:
            self.parts["to_be"] = record
            self.parts["planned"] = planned
        elif len(self.parts["overlays"]) == self.own[1]:
            self.parts["overlays"].append(record)
            self.parts["plans"].append(planned)
        else:
            self.parts["plans"][-1] = planned

    def tell(self, problem: Problem) -> bool:
        """Keep a problem; False once a file has enough of them."""
        return self.reader.place(problem, self.parts)


def _read_plan(
    place: _Place, profile: Profile, file: str, laid: dict[str, Record], today: TouchMap | None
) -> ToBe | None:
    reader, parts = place.reader, place.parts
    if profile.touchmap is None:
        place.tell(Problem("to-be-without-map", place.named_at))
    record = reader.record(file, find_span(place.named_at, parts))
    place.keep(record, None)
    overlay = reader.typed(Overlay, record)
    if overlay is None or record is None or today is None:
        return None
    under_it = parts["touchmap"]
    if overlay.after is not None:
        under_it = laid.get(overlay.after, under_it)
        if overlay.after not in laid:
            values = {"id": overlay.after, "near": nearest(overlay.after, laid)}
            place.tell(Problem("overlay-after-unknown", (*place.own, "after"), values))
    planned, problems = lay_over(under_it, record)
    for problem in problems:
        place.tell(under(place.own, problem))
    place.keep(record, planned)
    laid[place.name] = planned
    touchmap = reader.typed(TouchMap, planned)
    if touchmap is None:
        return None
    whole = reader.broken.isdisjoint((str(profile.touchmap), file))
    for problem in check_map(touchmap, planned=True, whole=whole):
        if not place.tell(under(place.planned, problem)):
            break
    return ToBe(
        touchmap,
        overlay.title,
        overlay.planned_for,
        touched(record, "add"),
        touched(record, "change"),
        touched(record, "remove"),
        _spans(touchmap, planned),
    )


def _spans(touchmap: TouchMap, planned: Record) -> Mapping[str, Span]:
    return {
        f"{kind}:{record.id}": locate(planned, (kind, place))
        for kind in KINDS
        for place, record in enumerate(getattr(touchmap, kind))
    }
