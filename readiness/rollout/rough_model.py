"""The rough plan of a rollout as constraints for a solver (OR-tools, CP-SAT)."""

from __future__ import annotations

from typing import Any

from readiness.rollout.phasings import Waves
from readiness.rollout.rough import Aims, Rough


class RoughModel:
    """The rough plan as constraints: in which wave each step is, and what follows from it."""

    def __init__(self, rough: Rough, cp_model: Any) -> None:
        self.rough = rough
        self.model = model = cp_model.CpModel()
        names, count = rough.names, len(rough.names)
        self.places = range(count)
        self.wave = {name: model.new_int_var(0, count - 1, "") for name in names}
        self.in_wave = {name: [model.new_bool_var("") for _ in self.places] for name in names}
        for name in names:
            model.add_exactly_one(self.in_wave[name])
            model.add(self.wave[name] == sum(k * one for k, one in enumerate(self.in_wave[name])))
            for other in sorted(rough.before[name]):
                model.add(self.wave[other] <= self.wave[name])
        sizes = [sum(self.in_wave[name][k] for name in names) for k in self.places]
        self.size = [model.new_int_var(0, count, "") for _ in self.places]
        for k in self.places:
            model.add(self.size[k] == sizes[k])
        used = [model.new_bool_var("") for _ in self.places]
        for k in self.places:
            model.add(self.size[k] >= 1).only_enforce_if(used[k])
            model.add(self.size[k] == 0).only_enforce_if(~used[k])
            if k:
                model.add_implication(used[k], used[k - 1])
        lives, end = self._times()
        self.aims = (end, self._disturbed(lives), self._loss(lives))
        spans = [variable.proto.domain for variable in self.aims]
        widths = [int(span[-1]) - int(span[0]) + 1 for span in spans]
        # any weights above nought lead to a plan that no other beats; these make all three count alike
        model.minimize(
            sum(max(1, max(widths) // width) * aim for aim, width in zip(self.aims, widths, strict=True))
        )

    def _times(self) -> tuple[list[Any], Any]:
        """Return the day on which each wave goes live, and the last day."""
        rough, model, latest = self.rough, self.model, self.rough.latest
        ready = {name: model.new_int_var(0, latest, "") for name in rough.names}
        for name in rough.names:
            waits = []
            for other in sorted(rough.before[name]):
                together = model.new_bool_var("")
                model.add(self.wave[other] == self.wave[name]).only_enforce_if(together)
                model.add(self.wave[other] < self.wave[name]).only_enforce_if(~together)
                waits.append(self._product(ready[other], together, latest))
            if rough.releases[name]:
                waits.append(rough.releases[name] * self.in_wave[name][0])
            begun = model.new_int_var(0, latest, "")
            model.add_max_equality(begun, [0, *waits])
            model.add(ready[name] == begun + rough.builds[name])
        now: Any = 0
        lives = []
        for k in self.places:
            built, tested, live = (model.new_int_var(0, latest, "") for _ in range(3))
            chains = [self._product(ready[name], self.in_wave[name][k], latest) for name in rough.names]
            model.add_max_equality(built, [0, *chains, *self._loads(k)])
            tests = [rough.tests[name] * self.in_wave[name][k] for name in rough.names]
            model.add_max_equality(tested, [0, *tests])
            model.add(live == now + built)
            lives.append(live)
            now = live + tested
        end = model.new_int_var(0, latest, "")
        model.add(end == now)
        return lives, end

    def _loads(self, k: int) -> list[Any]:
        """Return the days that each team needs for a wave."""
        rough, found = self.rough, []
        for team, people in rough.people.items():
            mine = [name for name in rough.names if rough.loads[name][0] == team]
            if not mine:
                continue
            days = self.model.new_int_var(0, rough.latest + sum(one for _, one in rough.loads.values()), "")
            load = sum(rough.loads[name][1] * self.in_wave[name][k] for name in mine)
            self.model.add(days * people >= load)
            self.model.add(days * people <= load + people - 1)
            found.append(days)
        return found

    def _product(self, value: Any, condition: Any, most: int) -> Any:
        found = self.model.new_int_var(0, most, "")
        self.model.add(found == value).only_enforce_if(condition)
        self.model.add(found == 0).only_enforce_if(~condition)
        return found

    def _live(self, name: str, lives: list[Any]) -> Any:
        live = self.model.new_int_var(0, self.rough.latest, "")
        self.model.add_element(self.wave[name], lives, live)
        return live

    def _disturbed(self, lives: list[Any]) -> Any:
        rough, model, parts = self.rough, self.model, []
        for name in rough.names:
            weeks = rough.disturbed[name]
            if not any(weeks):
                continue
            week = model.new_int_var(0, rough.latest // 7, "")
            model.add_division_equality(week, self._live(name, lives), 7)
            place = model.new_int_var(0, len(weeks) - 1, "")
            model.add_min_equality(place, [week, len(weeks) - 1])
            part = model.new_int_var(min(weeks), max(weeks), "")
            model.add_element(place, list(weeks), part)
            parts.append(part)
        most = sum(max(rough.disturbed[name]) for name in rough.names)
        total = model.new_int_var(0, most, "")
        model.add(total == sum(parts))
        return total

    def _loss(self, lives: list[Any]) -> Any:
        rough, model, parts = self.rough, self.model, []
        low = high = 0
        for name in rough.names:
            gains = rough.gains[name]
            days = model.new_int_var(0, rough.until, "")
            model.add_max_equality(days, [0, rough.until - self._live(name, lives)])
            size = model.new_int_var(1, len(rough.names), "")
            model.add_element(self.wave[name], self.size, size)
            gain = model.new_int_var(min(gains), max(gains), "")
            model.add_element(size - 1, list(gains), gain)
            least, most = min(0, *gains) * rough.until, max(0, *gains) * rough.until
            part = model.new_int_var(least, most, "")
            model.add_multiplication_equality(part, [gain, days])
            parts.append(part)
            low, high = low - most, high - least
        loss = model.new_int_var(low, high, "")
        model.add(loss == -sum(parts))
        return loss

    def must_differ(self, aims: Aims, least: Aims) -> None:
        """Ask for a plan that is better than one that was found in at least one aim."""
        model = self.model
        better = [model.new_bool_var("") for _ in self.aims]
        for one, aim, value, step in zip(better, self.aims, aims.row, least.row, strict=True):
            model.add(aim <= value - step).only_enforce_if(one)
        model.add_bool_or(better)

    def waves(self, solver: Any) -> Waves:
        """Return the phasing that was found."""
        placed = {name: solver.value(self.wave[name]) for name in self.rough.names}
        numbers = sorted({*placed.values()})
        return tuple(tuple(name for name in self.rough.names if placed[name] == k) for k in numbers)
