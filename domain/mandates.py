"""By another hand: who may act for a member, and what was done in their name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

USUAL_LIFE = timedelta(days=365)
LONGEST_LIFE = timedelta(days=2 * 366)
"""A mandate is renewed by word, never by forgetting it: two years at most."""

IDLE = timedelta(minutes=30)
"""How long a session acts for somebody without anything being sent; then it is its owner's again."""


class Way(StrEnum):
    """How the one who types was told what to enter."""

    PHONE = "phone"
    PAPER = "paper"
    IN_PERSON = "in person"


@dataclass(frozen=True)
class Mandate:
    """A member's word that *helper* may act for them until the end of *until*, or until it is taken back."""

    id: str
    member: str
    helper: str
    given_on: date
    until: date
    recorded_by: str
    revoked_on: date | None = None

    def holds(self, on: date) -> bool:
        """Tell whether the mandate is in force on the day *on*."""
        return self.given_on <= on <= self.until and (self.revoked_on is None or on < self.revoked_on)


@dataclass(frozen=True)
class ActedFor:
    """
    One act that *by* entered for *member*: what kind (the address's name), on what, when and how they were told.

    *way* is "phone", "paper" or "in person"; *subject* names the records it touched, "intents/4f…", with blanks
    between. The member reads these on their own page.
    """

    id: str
    member: str
    by: str
    act: str
    at: datetime
    way: str = ""
    subject: str = ""


def lasts_well(given_on: date, until: date) -> bool:
    """Tell whether a mandate given on a day may run until *until*: not past already, not longer than two years."""
    return given_on <= until <= given_on + LONGEST_LIFE
