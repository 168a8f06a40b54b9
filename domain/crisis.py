"""A crisis or its drill: who called it, who is asked to do what, and what they answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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

    *typed_by* is the steward who typed an answer given by telephone, else "".
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
