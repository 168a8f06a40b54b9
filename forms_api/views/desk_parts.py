"""
The parts of the stewards' desk, in the order in which they stand on it.

Rules of this file: what cannot wait comes first. A part is a row of PARTS, a function that returns what it shows
(None where it has nothing to show, and then it is left out), and a template forms/desk/parts/NAME.html, which
finds that value under the part's name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from domain.catalogue import Catalogue
from domain.people import Member, Standing
from forms_api.services import (
    acting,
    admission,
    checks,
    crisis_desk,
    erasure,
    hiding,
    mandates,
    paper_desk,
    reminders,
)
from forms_api.services.desk import Desk, desk
from forms_api.services.refusals import N_
from forms_api.store.base import Store


@dataclass(frozen=True)
class AtDesk:
    """Who stands at the desk, and when, with what several of its parts read."""

    store: Store
    catalogue: Catalogue
    steward: Member
    now: datetime

    @property
    def today(self) -> date:
        return self.now.date()

    @cached_property
    def counts(self) -> Desk:
        return desk(self.store, self.catalogue, self.today)


@dataclass(frozen=True)
class People:
    """
    What waits about people, in counts: *asking* to join, *ready* for a step, *mended* entries to look at again.

    *to_ring* are members no mail reaches who have something that runs out.
    """

    asking: int
    ready: int
    checks_ending: int
    mended: int
    to_ring: int


def people(at: AtDesk) -> People:
    """Return what waits about people."""
    ways = admission.on_the_way(at.store, at.today)
    return People(
        asking=sum(way.member.standing is Standing.APPLICANT for way in ways),
        ready=sum(way.ready for way in ways),
        checks_ending=len(checks.ending(at.store, at.today)),
        mended=hiding.to_look_at(at.store),
        to_ring=reminders.to_ring(at.store, at.today),
    )


def counts(at: AtDesk) -> Desk:
    """Return the counts that the part shows."""
    return at.counts


def by_hand(at: AtDesk) -> dict[str, int]:
    """Return how much was entered for members, and how many mandates are in force."""
    entered = acting.entered_by_hand(at.store, at.now)
    return {"entered": len(entered), "mandates": len(mandates.all_in_force(at.store, at.today))}


def crisis(at: AtDesk) -> crisis_desk.CrisisDesk:
    """Return what is running, what waits for a second word, and what was never tried."""
    return crisis_desk.crisis_desk(at.store, at.catalogue, at.steward.id, at.now)


def paper(at: AtDesk) -> tuple[paper_desk.PaperVote, ...] | None:
    """Return the votes under way that take paper."""
    return paper_desk.paper_votes(at.store, at.now) or None


def erasures(at: AtDesk) -> dict[str, int]:
    """Return how many erasures wait for a second word, and how many entries are left in content/."""
    waiting = erasure.waiting(at.store, at.steward.id, at.now)
    return {"waiting": len(waiting), "pages": len(erasure.still_in_content(at.store, at.catalogue.members))}


@dataclass(frozen=True)
class Part:
    """A part of the desk: its template's name, its heading, and what it shows."""

    name: str
    title: str
    shows: Callable[[AtDesk], object | None]

    @property
    def template(self) -> str:
        return f"forms/desk/parts/{self.name}.html"


PARTS = (
    Part("crisis", N_("Crisis and drills"), crisis),
    Part("people", N_("People"), people),
    Part("exchange", N_("Help given and asked for"), counts),
    Part("cohorts", N_("Cohorts to close"), counts),
    Part("decisions", N_("Decisions"), counts),
    Part("paper", N_("Votes on paper"), paper),
    Part("by_hand", N_("By another hand"), by_hand),
    Part("erasures", N_("Erasing"), erasures),
    Part("roll", N_("The roll"), counts),
)


def shown_parts(at: AtDesk) -> dict[Part, object]:
    """Return the parts that have something to show, in order, each with what it shows."""
    found = ((part, part.shows(at)) for part in PARTS)
    return {part: value for part, value in found if value is not None}
