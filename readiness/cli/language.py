"""The language in which the terminal is spoken to: asked for, or that of the environment."""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping, MutableMapping, Sequence
from inspect import cleandoc

import click

from readiness import LANGUAGES
from readiness.resources import package_path

DOMAIN = "readiness"
VARIABLE = "READINESS_LANGUAGE"
_TRADITIONAL = ("hant", "_tw", "_hk", "_mo")


def wanted(words: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return the language of a command line: its ``--language``, else that of the environment."""
    for word, following in zip(words, (*words[1:], ""), strict=False):
        asked = following if word == "--language" else word.removeprefix("--language=")
        if word.startswith("--language") and asked in LANGUAGES:
            return asked
    if environment.get(VARIABLE) in LANGUAGES:
        return environment[VARIABLE]
    names = (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return of_locale(next(filter(None, names), ""))


def of_locale(name: str) -> str:
    """Return the language of a locale, ``zh_TW.UTF-8``; English where it is another."""
    name = name.lower().replace("-", "_")
    if not name.startswith("zh"):
        return "en"
    return "zh-Hant" if any(mark in name for mark in _TRADITIONAL) else "zh-Hans"


def speak(language: str, environment: MutableMapping[str, str] = os.environ) -> None:
    """Let help and the messages of the command line come from the catalogue of a language."""
    environment["LANGUAGE"] = language.replace("-", "_")
    gettext.bindtextdomain(DOMAIN, str(package_path("i18n", "locale")))
    gettext.textdomain(DOMAIN)


def translate(command: click.Command) -> None:
    """Put the help of a command, its options and all commands below it into the language spoken."""
    for owner, key in help_texts(command):
        setattr(owner, key, gettext.gettext(cleandoc(getattr(owner, key))))


def help_texts(command: click.Command) -> list[tuple[object, str]]:
    """Return every help text of a command and those below it, as owner and attribute."""
    found: list[tuple[object, str]] = [(command, "help")] if command.help else []
    found += [(param, "help") for param in command.params if isinstance(param, click.Option) and param.help]
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        found += help_texts(below)
    return found


def terminal() -> str:
    """Return the language of the running command line."""
    context = click.get_current_context(silent=True)
    return (context and context.find_root().obj) or "en"
