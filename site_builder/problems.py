"""What is wrong in a file somebody wrote, as a value: where, what, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake; *path* as the author would type it, *line* from 1."""

    path: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what} {self.mend}"


class ContentErrors(Exception):
    """The content has mistakes: *problems* holds all of them, by file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class Findings:
    """Collects the problems of one file while its parts are read."""

    def __init__(self, path: str, into: list[Problem]) -> None:
        self.path = path
        self.into = into

    def add(self, line: int, what: str, mend: str) -> None:
        self.into.append(Problem(self.path, line, what, mend))


class Report:
    """Collects the problems of all files."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def of(self, path: str) -> Findings:
        return Findings(path, self.problems)
