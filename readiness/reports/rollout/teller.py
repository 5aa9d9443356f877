"""Names options, dates, lengths of time, sums and prices of one comparison."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo

from readiness.i18n import Line
from readiness.reports.words import Words
from readiness.rollout.comparison import Price
from readiness.rollout.outcome import Outcome, instant_of
from readiness.rollout.step import Step

DAYS_TOLD = 21
WEEKS_TOLD = 120
"""Up to so many days a length is told in days, then in weeks; longer ones in months."""
MONTH = 365.2425 / 12


class Teller:
    """Names options, dates and sums of one comparison.

    ``aloud`` names by its id what has no title in the reader's language, for
    places such as alternative texts that cannot mark words of another one.
    """

    def __init__(self, words: Words, zone: tzinfo, currency: str, *, aloud: bool = False) -> None:
        self.words, self.zone, self.currency, self.aloud = words, zone, currency, aloud

    @property
    def speaking(self) -> Teller:
        """The same teller for alternative texts."""
        return Teller(self.words, self.zone, self.currency, aloud=True)

    def name(self, title: Line, identity: str) -> Line:
        """Return a title, or the id where words of another language must not stand."""
        is_foreign = self.aloud and any(run.language for run in title.runs)
        return self.words.code(identity) if is_foreign else title

    def say(self, key: str, /, **values: object) -> Line:
        """Return a phrase of the comparison."""
        return self.words.say(f"rollout-compare.{key}", **values)

    def option(self, outcome: Outcome) -> Line:
        """Return the title of an option; those that the tool adds have names of its own."""
        option = outcome.plan.arrangement.option
        if option is not None:
            return self.name(self.words.title(option.title, option.id), option.id)
        return self.say(f"added.{outcome.id}")

    def day(self, instant: int) -> date:
        """Return the local day of an instant."""
        return datetime.fromtimestamp(instant, UTC).astimezone(self.zone).date()

    def finish(self, outcome: Outcome, percent: float) -> Line:
        """Return the day by which so many percent of the trials are finished."""
        if not outcome.plan.arrangement.order:
            return self.say("no-steps")
        return self._day(outcome.finished(percent))

    def first_value(self, outcome: Outcome, percent: float = 80) -> Line | str:
        """Return the day by which so many percent of the trials have their first value."""
        if not outcome.plan.arrangement.order:
            return "–"
        return self._day(instant_of(outcome.first_value, percent, outcome.setting))

    def _day(self, instant: int | None) -> Line:
        return self.say("never") if instant is None else self.words.day(self.day(instant))

    def money(self, amount: float) -> str:
        """Return an amount, rounded to three digits, since it is an estimate."""
        return self.words.money(three_digits(amount), self.currency)

    def worth(self, amount: float) -> str:
        """Return what an option is worth: a bare nought where it is worth nothing."""
        return self.money(amount) if round(amount) else "0"

    def cost(self, amount: float) -> str | Line:
        """Return what an option costs; what it costs less than today is saved."""
        if round(amount) > 0:
            return self.money(amount)
        return self.say("saved", amount=self.money(-amount)) if round(amount) < 0 else self.say("free")

    def count(self, number: float) -> str:
        """Return a number of contacts."""
        return self.words.number(three_digits(number))

    def length(self, days: float) -> Line:
        """Return a length of time in days, in weeks where it is long, in months where it is longer."""
        for key, unit, most in (("days", 1.0, DAYS_TOLD), ("weeks", 7.0, WEEKS_TOLD)):
            if abs(days) <= most:
                return self.words.phrases.count(f"rollout-compare.length.{key}", round(abs(days) / unit))
        return self.words.phrases.count("rollout-compare.length.months", round(abs(days) / MONTH))

    def price(self, price: Price, *, dated: bool = True) -> Line:
        """Return what an option gives and takes against another one.

        ``dated`` says whether their ends can be compared: the other one does
        something too.
        """
        parts = []
        for key, days in (("done", price.days), ("value", price.value_days)):
            if dated and days is not None and abs(days) >= 1:
                way = "later" if days > 0 else "earlier"
                parts.append(self.say(f"price.{key}.{way}", length=self.length(days)))
        if abs(price.contacts) >= 1:
            way = "more" if price.contacts > 0 else "less"
            parts.append(self.say(f"price.contacts.{way}", amount=self.count(abs(price.contacts))))
        if abs(price.money) >= 1:
            way = "more" if price.money > 0 else "less"
            parts.append(self.say(f"price.money.{way}", amount=self.money(abs(price.money))))
        return self.words.listed(parts) if parts else self.say("price.same")

    def figure(self, name: str, steps: Mapping[str, Step]) -> Line:
        """Return the name of an uncertain figure: what it is, and of which step."""
        parts = name.split("/")
        if parts[0] == "gates" and len(parts) == 3:
            what = self.say(f"figure.{parts[2]}")
            pitfall = self.words.say(f"pitfalls.{parts[1]}.short")
            return self.say("figure.clearing", what=what, pitfall=pitfall)
        if parts[0] in ("exit", "disturbed-contact"):
            return self.say(f"figure.{parts[0]}-{parts[1]}")
        if "together" in parts:
            return self.say("figure.together")
        step = steps.get(parts[0])
        known = self.words.title(step.title, step.id) if step is not None else self.words.code(parts[0])
        title = self.name(known, parts[0])
        return self.say("figure.of", what=self.say(f"figure.{parts[1]}"), step=title)


def three_digits(amount: float) -> float:
    """Return an amount rounded to three digits."""
    if abs(amount) < 1000:
        return round(amount)
    return float(f"{amount:.2e}")
