"""By another hand: who may act for a member, and what was done in their name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


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

    *way* is "phone", "paper" or "in person". The member reads these on their own page.
    """

    id: str
    member: str
    by: str
    act: str
    at: datetime
    way: str = ""
    subject: str = ""
