"""
Read the tables of mistakes: what an author changes in the small content, and every word told about it.

A mistake is written like a difference: its name after "## ", the file, what goes ("- "), what comes ("+ "), and
the problems ("> "). Without a "- " the file is wholly what comes, and is left out where nothing comes. Signs that
an editor would hide are written as Python escapes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.site_builder.content.small_content import FILES

TABLES = Path(__file__).with_name("mistakes")


@dataclass(frozen=True)
class Mistake:
    name: str
    file: str
    goes: str
    comes: str | None
    told: tuple[str, ...]

    def changes(self) -> dict[str, str | bytes | None]:
        """Return what to write instead of the good file."""
        if not self.goes:
            return {self.file: self.comes}
        before = FILES[self.file]
        if before.count(self.goes) != 1:
            raise ValueError(f"{self.name}: {self.goes!r} has to stand in {self.file} once")
        return {self.file: before.replace(self.goes, self.comes or "")}


def read_mistakes() -> Iterator[Mistake]:
    for table in sorted(TABLES.glob("*.txt")):
        for part in re.split(r"(?m)^## ", table.read_text(encoding="utf-8"))[1:]:
            name, file, *lines = part.rstrip("\n").split("\n")
            goes, comes = _after("- ", lines), _after("+ ", lines)
            told = tuple(line[2:] for line in lines if line.startswith("> "))
            left_out = goes is None and comes is None
            yield Mistake(name, file, goes or "", None if left_out else comes or "", told)


def _after(sign: str, lines: list[str]) -> str | None:
    """Return the text of the lines that begin with *sign*, escapes read; None where there are none."""
    found = [line[2:] for line in lines if line.startswith(sign)]
    return "\n".join(found).encode("latin-1", "backslashreplace").decode("unicode_escape") if found else None
