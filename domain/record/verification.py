"""
What a check of a published record answers: three words, and what is wrong where.

Rules of this file: a published count is *verified*, *signed but not recomputable*, or *broken*, never merely "ok";
what a check stumbles over is a value that says its place, never a crash.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.record.canonical import NotCanonical, canonical

Read = Callable[[str], bytes]
"""Returns the bytes of a file of the record by its path. Raises: Wrong where it cannot be had."""


class Answer(StrEnum):
    VERIFIED = "verified"
    SIGNED = "signed but not recomputable"
    BROKEN = "broken"


class Wrong(ValueError):
    """Something of the record is not as it must be; *where* is a path, or an entry of the log."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")
        self.where = where
        self.what = what


@dataclass(frozen=True)
class Head:
    """What a checkpoint says: *root* in hexadecimal. It is what two readers of one log compare."""

    origin: str
    size: int
    root: str


@dataclass(frozen=True)
class VoteReport:
    """What a check found of one proposal; *notes* are what a reader should know besides."""

    proposal: str
    answer: Answer
    problems: tuple[Wrong, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """
    What a check found of a record: of the log and its files in *problems*, of each vote in *votes*.

    *head* and *vkey* are None where not even the checkpoint could be read.
    """

    head: Head | None
    vkey: str | None
    problems: tuple[Wrong, ...] = ()
    votes: tuple[VoteReport, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def answer(self) -> Answer:
        """The worst of all the answers."""
        if self.problems or any(vote.answer is Answer.BROKEN for vote in self.votes):
            return Answer.BROKEN
        if any(vote.answer is Answer.SIGNED for vote in self.votes):
            return Answer.SIGNED
        return Answer.VERIFIED


def strict_json(raw: bytes, where: str) -> Any:
    """
    Return the value of JSON in its one canonical spelling.

    Raises:
        Wrong: it is no JSON, or spelled in another way: a key twice or out of order, a fraction, an escape more.
    """
    try:
        value = json.loads(raw)
        same = canonical(value) == raw
    except (NotCanonical, ValueError, RecursionError) as broken:
        raise Wrong(where, "is not JSON as the record writes it.") from broken
    if not same:
        raise Wrong(where, "is JSON, but not in its one canonical spelling.")
    return value


def strict_object(raw: bytes, where: str) -> dict[str, Any]:
    """
    Return the object of canonical JSON.

    Raises:
        Wrong: it is none.
    """
    value = strict_json(raw, where)
    if not isinstance(value, dict):
        raise Wrong(where, "is no JSON object.")
    return value


def said(value: object, name: str, kind: type, where: str) -> Any:
    """
    Return what an object says under *name*.

    Raises:
        Wrong: it says nothing there, or something of another kind.
    """
    found = value.get(name) if isinstance(value, dict) else None
    if type(found) is not kind:
        raise Wrong(where, f"does not say {name!r} as it should.")
    return found


def short(value: object) -> str:
    """Return a value in so few words that it fits a sentence."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text if len(text) <= 120 else f"{text[:110]} …"


def first_of(values: Sequence[str]) -> str:
    """Return the first few of *values*, and how many there are besides."""
    more = f" and {len(values) - 3} more" if len(values) > 3 else ""
    return ", ".join(values[:3]) + more
