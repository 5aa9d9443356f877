"""How fast answers are scored: 5,000 people, 66 questions, all agreement statistics, against reading them.

``figures`` gives the rows for bench.py; alone, this file prints them and where the time goes.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from readiness.folder.engagement import read_engagement
from readiness.folder.reader import Reader
from readiness.questionnaires.model import ROLES
from readiness.questionnaires.response import Response
from readiness.resources import examples
from readiness.services.agreement import score

PEOPLE, QUESTIONS, BAR = 5_000, 66, 3.0
HEAD = """format: response/1
questionnaire: {name}
respondent: {code}
role: {role}
on: 2000-11-22
answers:
"""


def even(seed: int) -> Iterator[int]:
    """Yield the states of a linear congruential generator (Knuth's MMIX): the same answers at every run."""
    while True:
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
        yield seed >> 33


@cache
def everything() -> tuple[object, ...]:
    """Return the engagement of the example with 66 scored questions instead, and their ids."""
    engagement = read_engagement(examples() / "boise-office").engagement
    assert engagement is not None
    sample = engagement.questionnaires[0]
    level = next(
        item for item in sample.items if item.kind == "maturity" and item.gate is None and not item.parts
    )
    items = tuple(replace(level, id=f"X-Q{n}", ask=()) for n in range(QUESTIONS))
    parts = tuple(
        replace(sample, id=f"large-{n}", items=items[n * 11 : (n + 1) * 11], include=(), pitfall=pitfall)
        for n, pitfall in enumerate(["strategy", "organization", "technology", "relationship", None, None])
    )
    return engagement, parts, tuple(item.id for item in items)


def write(folder: Path, ids: tuple[str, ...]) -> None:
    """Write the files of all people: a fifth of each role, every tenth answer another word or missing."""
    drawn = even(1)
    for number in range(PEOPLE):
        role = ROLES[number % len(ROLES)]
        lines = [HEAD.format(name="large@1.0.0", code=f"person-{number}", role=role)]
        for place, name in enumerate(ids):
            value = next(drawn) % 20
            level = min(4, value % 5 + (role == "it" and place % 3 == 0))
            written = {0: "dont-know", 1: None}.get(value, str(level))
            lines += [f"  {name}: {written}\n"] if written else []
        (folder / f"person-{number}.yaml").write_text("".join(lines))


def seconds(run: Callable[[], object]) -> tuple[float, object]:
    """Return the CPU seconds of a run and its result."""
    start = time.process_time()
    result = run()
    return time.process_time() - start, result


def figures() -> list[tuple[str, float, float, bool]]:
    """Return name, figure, bar and whether more is better."""
    engagement, parts, ids = everything()
    with tempfile.TemporaryDirectory() as place:
        write(Path(place), ids)
        reader = Reader(Path(place))
        names = reader.names(".")
        reading, responses = seconds(lambda: [reader.typed(Response, reader.record(name)) for name in names])
    assert not reader.problems
    assert len(responses) == PEOPLE
    large = replace(engagement, questionnaires=parts, responses=tuple(responses))
    scoring, (_, found) = seconds(lambda: score(large))
    assert len(found.items) == QUESTIONS
    assert {d.chance.method for item in found.items.values() for d in item.differences} == {"monte-carlo"}
    assert all(section.alpha is not None and section.complete >= 20 for section in found.sections)
    print(f"  CPU seconds: reading {reading:.2f}, scoring with agreement {scoring:.2f}")
    name = f"{PEOPLE:,} people x {QUESTIONS} questions: scored with agreement / read"
    return [(name, scoring / reading, BAR, False)]


def main() -> int:
    """Print the figures with their bars."""
    met = True
    for name, figure, bar, _ in figures():
        met = met and figure <= bar
        print(f"{figure:8.2f}  (bar {bar})  {name}")
    return int(not met)


if __name__ == "__main__":
    sys.exit(main())
