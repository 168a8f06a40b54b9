"""A crisis or its drill: who called it, who is asked to do what, and what they answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

AGREED_WITHIN = timedelta(hours=24)
"""How long what one steward asked for waits for the word of another; then it has to be asked for anew."""


@dataclass(frozen=True)
class Activation:
    """
    A playbook put to work, or its drill: asked for by one steward, started by the word of another.

    *started_at* is None until the second steward agreed. *by* and *second* are never the same member.
    """

    id: str
    playbook: str
    drill: bool
    by: str
    asked_at: datetime
    second: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    withdrawn_at: datetime | None = None

    @property
    def running(self) -> bool:
        return self.started_at is not None and self.ended_at is None

    def waiting(self, now: datetime) -> bool:
        """Tell whether it still waits for a second steward at *now*."""
        open_still = self.started_at is None and self.withdrawn_at is None
        return open_still and now - self.asked_at < AGREED_WITHIN


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    LATER = "later"


class Way(StrEnum):
    """How an answer, or an act entered for somebody, came in."""

    WEB = "web"
    CODE = "code"
    PHONE = "phone"
    PAPER = "paper"
    IN_PERSON = "in person"


@dataclass(frozen=True)
class Called:
    """
    A member asked to take a job of an activation (its number among the playbook's slots), and their last answer.

    *alternate* tells that they are asked to stand by for somebody else. *typed_by* is the steward who typed an
    answer given by telephone, else "".
    """

    id: str
    activation: str
    member: str
    slot: int
    called_at: datetime
    mailed: bool = False
    answer: Answer | None = None
    answered_at: datetime | None = None
    way: Way | None = None
    typed_by: str = ""
    alternate: bool = False


@dataclass(frozen=True)
class Figures:
    """
    What came of the calls: people, each counted once whatever jobs they were asked for.

    *reached* are those who answered at all; *first_yes* is None where nobody said yes.
    """

    called: int
    reached: int
    said_yes: int
    first_yes: timedelta | None


def figures(started_at: datetime, calls: Iterable[Called]) -> Figures:
    """Return the figures of an activation or a drill, or of one job of it."""
    rows = list(calls)
    agreed = [row for row in rows if row.answer is Answer.YES]
    moments = [row.answered_at for row in agreed if row.answered_at is not None]
    return Figures(
        called=len({row.member for row in rows}),
        reached=len({row.member for row in rows if row.answer is not None}),
        said_yes=len({row.member for row in agreed}),
        first_yes=max(min(moments) - started_at, timedelta()) if moments else None,
    )


def minutes(span: timedelta) -> int:
    """Return a span in whole minutes, begun ones counted."""
    return -(-span // timedelta(minutes=1))


def last_drill(activations: Iterable[Activation], playbook: str) -> Activation | None:
    """Return the drill of the playbook that ended last, or None where none was held."""
    ended = [
        a for a in activations if a.playbook == playbook and a.drill and a.started_at is not None and a.ended_at
    ]
    return max(ended, key=lambda a: (a.ended_at or a.asked_at, a.id), default=None)


def still_to_call(standing_by: int, calls: Iterable[Called]) -> int:
    """Return how many more to call so that *standing_by* people of a slot have not said no."""
    return max(0, standing_by - sum(row.answer is not Answer.NO for row in calls))


def next_in_line(line: Sequence[str], calls: Iterable[Called]) -> str | None:
    """Return the first of *line* who has not been called for the slot yet, or None where nobody is left."""
    asked = {row.member for row in calls}
    return next((member for member in line if member not in asked), None)
