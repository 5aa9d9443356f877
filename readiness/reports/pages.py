"""The pages behind the first: map, sides, unknowns, order, own words, limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from readiness.assessment.assess import Assessment, people_by_role
from readiness.assessment.order import Breach, OrderStep
from readiness.assessment.voices import SIDES, of_side
from readiness.reports.sentences import Teller
from readiness.reports.view import (
    Chip,
    GapView,
    Grid,
    MapFinding,
    MapView,
    OrderView,
    OwnWords,
    QuestionView,
    Said,
    SidesView,
    StepView,
)
from readiness.reports.words import Words
from readiness.scalars import Text
from readiness.touchmap.model import TouchMap, Touchpoint
from readiness.touchmap.volumes import traffic

OWN_ACTION = "FQ-5"
WIDEST = 7


def view_map(assessment: Assessment, teller: Teller) -> MapView | None:
    """Return the map with the elements at risk marked, None without a map."""
    touchmap, words = assessment.engagement.touchmap, teller.words
    if touchmap is None:
        return None
    findings = _findings(assessment, teller)
    marks: dict[str, list[MapFinding]] = {}
    for finding, elements in findings:
        for element in elements:
            marks.setdefault(element, []).append(finding)
    shown = tuple(finding for finding, _ in findings)
    flow = traffic(touchmap)
    visits = {touchpoint: flow.total(touchpoint) for touchpoint in flow.visits}
    chips: dict[tuple[str | None, str | None], list[Chip]] = {}
    for touchpoint in touchmap.touchpoints:
        chip = _chip(touchpoint, words, visits, marks)
        chips.setdefault((touchpoint.stage, touchpoint.channel), []).append(chip)
    met = {channel for _, channel in chips}
    columns: list[tuple[str | None, str]] = [
        (c.id, _title(words, c.title, c.id)) for c in touchmap.channels if c.id in met
    ]
    columns += [(None, words.say("labels.elsewhere"))] if None in met else []
    folds = [columns[first : first + WIDEST] for first in range(0, len(columns), WIDEST)]
    summary = words.say("labels.contacts", number=words.number(flow.all(flow.inbound)))
    return MapView(
        words.say("pages.map") if shown else words.say("pages.map-clear"),
        tuple(_grid(touchmap, fold, chips, words) for fold in folds),
        shown,
        _headline(shown[0], words) if shown else "",
        summary,
        tuple(
            (_title(words, entry.title, entry.id), words.text(entry.why))
            for entry in touchmap.technology
            if entry.status == "dropped"
        ),
    )


def _headline(finding: MapFinding, words: Words) -> str:
    """Return the heaviest finding as a sentence with its figure and the first elements it speaks of."""
    key = "map.headline" if finding.elements else "map.headline-bare"
    return words.say(
        key,
        concern=finding.concern,
        title=finding.title,
        measured=finding.measured,
        elements=words.listed(list(finding.elements[:3])),
    )


def _findings(assessment: Assessment, teller: Teller) -> list[tuple[MapFinding, tuple[str, ...]]]:
    words = teller.words
    signs = [
        sign
        for pitfall in assessment.pitfalls.values()
        for sign in pitfall.signs
        if sign.kind == "map" and sign.state == "known" and sign.risk > 0 and sign.measured is not None
    ]
    signs.sort(key=lambda sign: (-sign.load, sign.id))
    found = []
    for mark, sign in enumerate(signs, start=1):
        indicator = assessment.indicators[sign.id]
        finding = MapFinding(
            mark,
            sign.id,
            words.text(indicator.title),
            words.measure(sign.measured or 0.0, indicator.unit),
            words.text(indicator.concern),
            teller.elements(sign.elements),
            teller.where(sign.elements),
            sign.risk == 1,
        )
        found.append((finding, sign.elements))
    return found


def _grid(
    touchmap: TouchMap,
    columns: Sequence[tuple[str | None, str]],
    chips: Mapping[tuple[str | None, str | None], list[Chip]],
    words: Words,
) -> Grid:
    """Return a row for each stage that has something here; touchpoints without one come last."""
    rows: list[tuple[str | None, str]] = [
        (stage.id, _title(words, stage.title, stage.id)) for stage in touchmap.stages
    ]
    rows.append((None, words.say("labels.unplaced")))
    return Grid(
        tuple(title for _, title in columns),
        tuple(
            (title, tuple(tuple(chips.get((stage, channel), ())) for channel, _ in columns))
            for stage, title in rows
            if any((stage, channel) in chips for channel, _ in columns)
        ),
    )


def _chip(
    touchpoint: Touchpoint, words: Words, visits: Mapping[str, float], marks: Mapping[str, list[MapFinding]]
) -> Chip:
    found = marks.get(f"touchpoints:{touchpoint.id}", ())
    return Chip(
        touchpoint.id,
        _title(words, touchpoint.title, touchpoint.id),
        words.number(visits[touchpoint.id]) if visits[touchpoint.id] else "",
        touchpoint.direction == "outbound",
        tuple(finding.mark for finding in found),
        any(finding.severe for finding in found),
    )


def _title(words: Words, title: Text, identity: str) -> str:
    return words.text(title) or identity.replace("-", " ").capitalize()


def view_sides(assessment: Assessment, teller: Teller) -> SidesView:
    """Return the questions on which the sides differ most, widest first, and each side's verdicts."""
    words = teller.words
    ranked = sorted(assessment.gaps, key=lambda gap: (-gap.gap, gap.id))
    gaps = tuple(
        GapView(
            gap.id,
            teller.text(gap.id),
            gap.it,
            gap.business,
            words.number(gap.it, 1),
            words.number(gap.business, 1),
            gap.it_grade.name,
            gap.business_grade.name,
            _both_camps(gap.id, assessment, teller) if gap.conflict else (),
            gap.conflict,
            words.say(f"side.{gap.better_evidence}" if gap.better_evidence else "labels.neither"),
        )
        for gap in ranked
        if gap.gap > 0 and teller.speakers.shows_sides()
    )
    conflicts = sum(gap.conflict for gap in gaps)
    notes = [
        f"{words.say(f'pitfalls.{name}.short')}: {note}"
        for name, pitfall in assessment.pitfalls.items()
        if (note := _side_note(pitfall.contested, pitfall.one_sided, name, assessment, words))
    ]
    if assessment.gaps and not teller.speakers.shows_sides():
        notes.append(words.say("labels.few-people"))
    if not people_by_role(assessment.voices):
        title = words.say("pages.sides-nobody")
    elif not assessment.gaps:
        title = words.say("pages.sides-silent")
    elif conflicts:
        title = words.say(f"pages.sides-conflicts{'-one' if conflicts == 1 else ''}", number=conflicts)
    elif gaps and assessment.disagreement:
        title = words.say("pages.sides", number=words.percent(assessment.disagreement))
    else:
        title = words.say("pages.sides-agree")
    return SidesView(title, gaps, tuple(notes))


def _both_camps(name: str, assessment: Assessment, teller: Teller) -> tuple[Said, ...]:
    """Return one comment of each side, so that neither stands alone."""
    voices = assessment.voices[name]
    return tuple(said for side in SIDES for said in teller.speakers.comments(of_side(voices, side))[:1])


def _side_note(contested: bool, silent: str | None, name: str, assessment: Assessment, words: Words) -> str:
    if contested:
        flags = next(side for side, view in assessment.pitfalls[name].sides.items() if view.flags)  # type: ignore[index]
        other = "business" if flags == "it" else "it"
        return words.say("contested", flags=words.say(f"side.{flags}"), other=words.say(f"side.{other}"))
    return words.say("one-sided", silent=words.say(f"side.{silent}")) if silent else ""


def view_questions(assessment: Assessment, teller: Teller) -> tuple[QuestionView, ...]:
    """Return what is not known, pitfall by pitfall, in the order of its chance to change a verdict."""
    words = teller.words
    found = []
    for name, pitfall in assessment.pitfalls.items():
        for sign in pitfall.questions:
            item = assessment.items.get(sign.id)
            witness = item.witness if item else "map"
            found.append(
                QuestionView(
                    sign.id,
                    teller.text(sign.id),
                    words.say(f"role.{witness}"),
                    words.say(f"missing.{sign.why or 'gate-unanswered'}"),
                    words.say(f"pitfalls.{name}.short"),
                )
            )
    return tuple(found)


def view_order(assessment: Assessment, words: Words) -> OrderView:
    """Return the steps on a line of time with what came too early."""
    dated = [step.on for step in assessment.order if step.on is not None]
    as_of = assessment.engagement.profile.as_of
    days = [on.toordinal() for on in (*dated, as_of)]
    first, last = min(days), max(days)

    def place(day: int) -> float:
        return (day - first) / (last - first) if last > first else 0.5

    steps = tuple(
        StepView(
            words.say(f"order.{step.id}"),
            words.day(step.on) if step.on else words.say("labels.no-date"),
            step.state,
            words.say(f"order.{step.state}"),
            place(step.on.toordinal()) if step.on else None,
            _breaches(step, words),
        )
        for step in assessment.order
    )
    real = [b for step in assessment.order for b in step.breaches if not b.undated]
    open_ = [b for step in assessment.order for b in step.breaches if b.undated] or not dated
    key = "title-bad" if real else "title-open" if open_ else "title-good"
    behind = [line for step in assessment.order for line in _breaches(step, words, past=True)]
    ahead = [line for step in assessment.order for line in _breaches(step, words, past=False)]
    return OrderView(
        words.say(f"order.{key}"),
        steps,
        tuple(behind),
        tuple(ahead),
        place(as_of.toordinal()) if dated else None,
    )


def _breaches(step: OrderStep, words: Words, past: bool | None = None) -> tuple[str, ...]:
    groups: dict[tuple[bool, bool], list[Breach]] = {}
    for breach in step.breaches:
        if past is None or breach.past == past:
            groups.setdefault((breach.past, breach.undated), []).append(breach)
    return tuple(
        words.say(
            f"order.{'past' if was else 'ahead'}{'-undated' if undated else ''}",
            step=words.say(f"order.{step.id}"),
            before=words.listed([words.say(f"order.{breach.before}") for breach in found]),
        )
        for (was, undated), found in groups.items()
    )


def view_own_words(assessment: Assessment, teller: Teller) -> tuple[OwnWords, ...]:
    """Return the answers to unscored text items, such as the five imperatives."""
    return tuple(
        OwnWords(teller.words.text(item.text), said)
        for name, item in assessment.items.items()
        if item.kind == "text" and name != OWN_ACTION
        if (said := teller.speakers.texts(assessment.voices[name]))
    )


def view_own_actions(assessment: Assessment, teller: Teller) -> tuple[Said, ...]:
    """Return the actions people wrote down before they saw any of the tool's."""
    return teller.speakers.texts(assessment.voices.get(OWN_ACTION, ()))
