"""Writes plain values as YAML in every style that people use, with comments everywhere."""

from __future__ import annotations

import json
import re
from random import Random

_SAFE = re.compile(
    r"[a-zA-Z0-9\u4e00-\u9fff][a-zA-Z0-9\u4e00-\u9fff .-]*[a-zA-Z0-9\u4e00-\u9fff]\Z|[a-zA-Z0-9\u4e00]\Z"
)


class Writer:
    """One person's habits, drawn at random."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.line_break = rng.choice(["\n", "\n", "\r\n"])
        self.comments = rng.choice([0.0, 0.1, 0.5])
        self.flow = rng.choice([0.0, 0.4, 1.0])
        self.many_lines = rng.choice([0.0, 0.3])
        self.final_break = rng.random() < 0.8

    def write(self, value: dict) -> str:
        lines = self.noise(0) + self.mapping(value, 0)
        if self.rng.random() < 0.2:
            lines.append("# the end")
        text = self.line_break.join(lines)
        return text + self.line_break if self.final_break else text

    def noise(self, column: int) -> list[str]:
        found = []
        while self.rng.random() < self.comments:
            shift = self.rng.choice([0, 0, 0, 2])
            found.append(
                self.rng.choice(["", " " * (column + shift) + f"# 註 {self.rng.randrange(99)}: {{x"])
            )
        return found

    def tail(self) -> str:
        return self.rng.choice(["  # why, [not]", " # 'x", ""]) if self.rng.random() < self.comments else ""

    def scalar(self, text: str) -> str:
        ways = ['"' + json.dumps(text, ensure_ascii=False)[1:-1].replace("\u2028", "\\L") + '"']
        if "\n" not in text and "\u2028" not in text:
            ways.append("'" + text.replace("'", "''") + "'")
        if _SAFE.match(text) and "  " not in text:
            ways += [text] * 4
        return self.rng.choice(ways)

    def in_flow(self, value: object, column: int) -> str:
        if isinstance(value, str):
            return self.scalar(value)
        is_map = isinstance(value, dict)
        begin, end = "{}" if is_map else "[]"
        if is_map:
            parts = [f"{self.scalar(key)}: {self.in_flow(one, column + 2)}" for key, one in value.items()]
        else:
            parts = [self.in_flow(one, column + 2) for one in value]
        if not parts:
            return begin + end
        if self.rng.random() >= self.many_lines:
            return begin + ", ".join(parts) + self.rng.choice(["", "", ","]) + end
        pad = self.line_break + " " * (column + 2)
        rows = [
            part + ("," if place < len(parts) - 1 or self.rng.random() < 0.5 else "")
            for place, part in enumerate(parts)
        ]
        rows = [row + self.tail() for row in rows]
        return begin + self.tail() + pad + pad.join(rows) + self.line_break + " " * column + end

    def after_key(self, value: object, column: int, lead: str) -> list[str]:
        """Lines of ``lead`` with its value, in a block whose keys stand at a column."""
        if isinstance(value, str):
            if (
                "\n" in value.strip("\n")
                and value.strip() == value.strip("\n")
                and not value.startswith("\n")
                and self.rng.random() < 0.7
            ):
                return self.literal(value, column, lead)
            return [f"{lead} {self.scalar(value)}{self.tail()}"]
        if not value or self.rng.random() < self.flow:
            return [f"{lead} {self.in_flow(value, column)}{self.tail()}"]
        if isinstance(value, dict):
            step = self.rng.choice([2, 2, 4])
            return [lead + self.tail(), *self.mapping(value, column + step)]
        step = self.rng.choice([2, 2, 0]) if lead.endswith(":") else 2
        return [lead + self.tail(), *self.listed(value, column + step)]

    def literal(self, value: str, column: int, lead: str) -> list[str]:
        body = value.rstrip("\n")
        ends = len(value) - len(body)
        sign = {0: "-", 1: ""}.get(ends, "+")
        lines = [" " * (column + 2) + line if line else "" for line in body.split("\n")]
        return [f"{lead} |{sign}", *lines, *[""] * (ends - 1)]

    def mapping(self, value: dict, column: int) -> list[str]:
        lines: list[str] = []
        for key, one in value.items():
            lines += self.noise(column)
            lines += self.after_key(one, column, " " * column + self.scalar(key) + ":")
        return lines

    def listed(self, value: list, column: int) -> list[str]:
        lines: list[str] = []
        for one in value:
            lines += self.noise(column)
            lead = " " * column + "-"
            if isinstance(one, dict) and one and self.rng.random() >= self.flow:
                body = self.mapping(one, column + 2)
                while not body[0].strip() or body[0].lstrip().startswith("#"):
                    body.pop(0)
                lines += [lead + " " + body[0].lstrip(), *body[1:]]
            elif isinstance(one, list) and one and self.rng.random() >= self.flow:
                body = self.listed(one, column + 2)
                while not body[0].strip() or body[0].lstrip().startswith("#"):
                    body.pop(0)
                lines += [lead + " " + body[0].lstrip(), *body[1:]]
            else:
                lines += self.after_key(one, column, lead)
        return lines
