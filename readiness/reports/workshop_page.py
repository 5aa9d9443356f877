"""What a workshop has said, for the minutes: what hurts, and who does what by when."""

from __future__ import annotations

from readiness.engagement.model import Engagement
from readiness.reports.view import PainView, TaskView, WorkshopView
from readiness.reports.words import Words


def view_workshop(engagement: Engagement, words: Words) -> WorkshopView | None:
    """Return what hurts, the most dots first, and what shall be done; nothing without a workshop."""
    notes = engagement.workshop
    if notes is None:
        return None
    places = {one.id: one.title for one in engagement.touchmap.touchpoints} if engagement.touchmap else {}
    pains = tuple(
        PainView(
            words.text(one.text), words.title(places[one.on], one.on) if one.on in places else "", one.dots
        )
        for one in sorted(notes.pains, key=lambda one: -one.dots)
    )
    tasks = tuple(
        TaskView(
            words.text(one.text),
            words.text(one.owner) or words.say("minutes.nobody"),
            words.day(one.due) if one.due else words.say("minutes.no-day"),
            words.say(f"pitfalls.{one.pitfall}.short") if one.pitfall else "",
            one.dots,
        )
        for one in notes.actions
    )
    voted = words.phrases.count("minutes.voted", notes.voted) if notes.voted else ""
    return WorkshopView(voted, pains, tasks)
