"""Words and figures in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date, format_skeleton
from babel.numbers import format_currency, format_decimal, format_percent

from readiness.i18n import Line, Phrases, Run
from readiness.scalars import Text
from readiness.touchmap.fields import Stage

_LOCALES = {"en": "en_GB", "zh-Hant": "zh_Hant_TW", "zh-Hans": "zh_Hans_CN"}
_TIGHT = "\u00a0"


@dataclass(frozen=True)
class Words:
    """The phrases of a language with its way to write dates and numbers.

    ``own`` is the language in which the engagement's people write.
    """

    phrases: Phrases
    own: str = "en"

    @property
    def language(self) -> str:
        """The language tag."""
        return self.phrases.language

    @property
    def _locale(self) -> str:
        return _LOCALES[self.language]

    def say(self, key: str, /, **values: object) -> Line:
        """Return a phrase."""
        return self.phrases.say(key, **values)

    def text(self, text: Text, language: str = "") -> Line:
        """Return a person's own words, in this language where they exist in it.

        Words without a tag are in ``language``, else in that of the engagement.
        """
        tag, words = text.choose(self.language)
        return self.written(words, tag or language)

    def written(self, words: str, language: str = "") -> Line:
        """Return words that somebody wrote, marked where they are in another language than this one."""
        language = language or self.own
        return Line((Run(words, "" if language == self.language else language),))

    def title(self, title: Text, identity: str) -> Line:
        """Return a title, or one made of the id where none is written."""
        return self.text(title) or Line((Run(identity.replace("-", " ").capitalize()),))

    def stage(self, stage: Stage) -> Line:
        """Return the title of a stage: its own, else the usual name of one of the nine, else its id."""
        if not stage.title and self.phrases.has(f"stage.{stage.id}"):
            return self.say(f"stage.{stage.id}")
        return self.title(stage.title, stage.id)

    def percent(self, share: float) -> str:
        """Return a share as a whole percentage; small shares keep one digit."""
        digits = "0.0" if 0 < share < 0.01 else "0"
        return format_percent(share, format=f"#,##{digits}%", locale=self._locale)

    def number(self, number: float, digits: int = 0) -> str:
        """Return a number with separators and at most some decimal digits."""
        pattern = "#,##0" + ("." + "#" * digits if digits else "")
        return format_decimal(number, format=pattern, locale=self._locale)

    def money(self, amount: float, currency: str) -> str:
        """Return an amount with its currency code, without cents."""
        if not currency:
            return self.number(amount)
        written = format_currency(amount, currency, format=f"¤¤{_TIGHT}#,##0", locale=self._locale,
                                  currency_digits=False)  # fmt: skip
        return written.replace(" ", _TIGHT)

    def day(self, on: date) -> Line:
        """Return a date in words, which no line end breaks."""
        return Line((Run(format_date(on, "long", locale=self._locale).replace(" ", _TIGHT), whole=True),))

    def month(self, on: date) -> str:
        """Return the month of a date with its year, short."""
        return format_skeleton("yMMM", on, locale=self._locale)

    def code(self, name: str) -> Line:
        """Return an id, which no line end breaks."""
        return Line((Run(name, whole=True),))

    def listed(self, words: Iterable[object]) -> Line:
        """Return words as a list within a sentence."""
        return self.phrases.listed(words)

    def measure(self, value: float, unit: str) -> str:
        """Return a measured value in the unit of its indicator."""
        if unit in ("share", "index"):
            return self.percent(value)
        if unit == "yes-no":
            return self.say("fact.yes" if value else "fact.no")
        return self.number(value, 2 if unit == "ratio" else 0)
