"""
The parts of a member's own page, in the order in which they stand on it.

Rules of this file: what waits for the person comes first, what is only kept comes last and folded. A part is a
row of PARTS, a function that returns what it shows (None where it has nothing to show, and then it is left out),
and a template forms/me/parts/NAME.html, which finds that value under the part's name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from domain.catalogue import Catalogue
from domain.exchange import MatchState
from domain.people import Member
from domain.programs import InvitationState, Participation
from forms_api import current
from forms_api.services import (
    acting,
    admission,
    ballots,
    crisis_board,
    exchanges,
    gatherings,
    intents,
    mandates,
    matches,
    own_intents,
    programs,
    reminders,
    sightings,
    vouches,
)
from forms_api.services.act_words import ACTS
from forms_api.services.bridges import bridges
from forms_api.services.exchanges import ExchangeView
from forms_api.services.gatherings import GatheringView
from forms_api.services.intents import NeedCard
from forms_api.services.matches import MatchView
from forms_api.services.own_intents import Placed
from forms_api.services.own_matching import ForMe, for_me
from forms_api.services.pathways import Way, ways
from forms_api.services.refusals import N_
from forms_api.services.sightings import Look
from forms_api.services.taking_part import TAKING_PART
from forms_api.store.base import Store

LAST_ENTERED = 3
LIVE = (MatchState.OFFERED, MatchState.ACCEPTED)


@dataclass(frozen=True)
class Mine:
    """Whose page it is, with what several of its parts read."""

    store: Store
    catalogue: Catalogue
    member: Member
    now: datetime
    record_dir: Path

    @cached_property
    def needs(self) -> list[NeedCard]:
        """What other members ask for, as far as this one may see it."""
        if self.member.standing not in TAKING_PART:
            return []
        return intents.needs_for(self.store, self.catalogue, self.member.id, self.now)

    @cached_property
    def matches(self) -> list[MatchView]:
        return matches.views(self.store, self.member.id, self.now)

    @cached_property
    def loose(self) -> list[ExchangeView]:
        return exchanges.loose(self.store, self.member.id, self.now)

    @cached_property
    def gatherings(self) -> list[GatheringView]:
        return gatherings.mine(self.store, self.member.id, self.now)

    @cached_property
    def participations(self) -> list[Participation]:
        found = programs.mine(self.store, self.member.id)
        return [part for part in found if part.cohort in self.catalogue.cohorts]


def next_step(mine: Mine) -> dict[str, Any]:
    """Return the one step that is next, and all that waits for an answer."""
    could = [card for card in mine.needs if card.could and not card.offered]
    return {
        "step": bridges(mine.store, mine.member.id, len(could), mine.now).step.value,
        "to_confirm": [view for view in mine.matches if view.mine_to_confirm],
        "loose": [view for view in mine.loose if view.mine_to_confirm],
        "gatherings": [view for view in mine.gatherings if view.mine_to_confirm],
        "invited": [p for p in mine.participations if p.invitation is InvitationState.SENT],
        "votes": ballots.open_votes(mine.store, mine.record_dir, mine.member.id, mine.now),
    }


def two_ways(mine: Mine) -> Any:
    """Return to whom the member gave and from whom they received."""
    return bridges(mine.store, mine.member.id, 0, mine.now)


def counts(mine: Mine) -> Any:
    """Return the member's counters, one for each kind; None where nothing is confirmed yet."""
    return two_ways(mine).counters or None


def suggestions(mine: Mine) -> ForMe | None:
    """Return what the matching has for the member, in both directions; None where it has nothing."""
    found = for_me(mine.store, mine.catalogue, mine.member.id, mine.now)
    return found if found.could_meet or found.could_help else None


def agreed(mine: Mine) -> dict[str, Any]:
    """Return what is suggested, offered, agreed, or waits for the other side."""
    seen = {card.need.id for card in mine.needs}
    return {
        "suggested": [v for v in mine.matches if v.match.state is MatchState.SUGGESTED and v.match.need in seen],
        "live": [view for view in mine.matches if view.match.state in LIVE],
        "unanswered": [v for v in mine.matches if v.mine_to_take_back],
        "loose": [view for view in mine.loose if not view.mine_to_confirm],
    }


def placed(mine: Mine) -> list[Placed]:
    """Return the member's own offers and needs that stand, rest, or ran out lately."""
    return own_intents.placed(mine.store, mine.member.id, mine.now)


def pathway(mine: Mine) -> tuple[Way, ...]:
    """Return the member's way through each program, with the step that is next on it."""
    return ways(mine.store, mine.catalogue, mine.member.id, mine.now)


def entered(mine: Mine) -> dict[str, Any] | None:
    """Return the last acts that others entered for the member; None where there are none."""
    rows = acting.entered_for(mine.store, mine.member.id, mine.now)
    return {"rows": rows[:LAST_ENTERED], "acts": ACTS} if rows else None


def mandates_part(mine: Mine) -> tuple[mandates.MandateView, ...]:
    """Return the mandates that the member gave or holds."""
    return mandates.mine(mine.store, mine.member.id, mine.now.date())


def moderated(mine: Mine) -> Member | None:
    """Return the member where a steward hid something of theirs."""
    return mine.member if mine.member.hidden else None


def way_in(mine: Mine) -> admission.OnTheWay | None:
    """Return the step ahead of who is on the way in."""
    return admission.way_of(mine.store, mine.member.id, mine.now.date())


def own_time(mine: Mine) -> dict[str, Any] | None:
    """Return when the member has time, and what of theirs ends soon or ended lately."""
    if mine.member.standing not in TAKING_PART:
        return None
    today = mine.now.date()
    endings = reminders.mine(mine.store, mine.member.id, today)
    return {"held": mine.member.availability, "endings": endings, "today": today}


def words_given(mine: Mine) -> int | None:
    """Return for how many the member has given their word; None for who has no vote."""
    return len(vouches.given(mine.store, mine.member.id, mine.now.date())) if mine.member.votes else None


def vote_mails(mine: Mine) -> Member | None:
    """Return the member where they have a vote, to say whether mails about votes come to them."""
    return mine.member if mine.member.votes else None


def calls(mine: Mine) -> dict[str, Any]:
    """Return the member's card, None where they may not be rung, and what they are called for now."""
    return {
        "card": crisis_board.my_card(mine.store, mine.catalogue, mine.member.id, mine.now),
        "now": crisis_board.mine(mine.store, mine.catalogue, mine.member.id),
    }


def always(mine: Mine) -> bool:
    """Show the part to everyone: it is words and links alone."""
    return True


def group_events(mine: Mine) -> dict[str, Any]:
    """Return the group events the member is named in, what waits for them first, and their code."""
    return {
        "found": mine.gatherings,
        "code": gatherings.group_code(current.config().secret, mine.member.id),
    }


def looks(mine: Mine) -> list[Look] | None:
    """Return who saw how to reach the member; None where nobody did."""
    return sightings.looks_at(mine.store, mine.member.id) or None


@dataclass(frozen=True)
class Part:
    """A part of the page: its template's name, its heading, what it shows, and whether it starts folded."""

    name: str
    title: str
    shows: Callable[[Mine], object | None]
    folded: bool = False

    @property
    def template(self) -> str:
        return f"forms/me/parts/{self.name}.html"


PARTS = (
    Part("moderated", N_("Hidden by a steward"), moderated),
    Part("next_step", N_("My next step"), next_step),
    Part("way_in", N_("My way in"), way_in),
    Part("entered", N_("Entered for you"), entered),
    Part("two_ways", N_("Two ways over the bridge"), two_ways),
    Part("calls", N_("Who would call me"), calls),
    Part("suggestions", N_("What could come together"), suggestions),
    Part("agreed", N_("Agreed and offered"), agreed),
    Part("gatherings", N_("Group events"), group_events),
    Part("pathway", N_("My way through the programs"), pathway),
    Part("placed", N_("What I placed"), placed),
    Part("availability", N_("When I have time"), own_time),
    Part("proposals", N_("My proposals"), always, folded=True),
    Part("words", N_("My word for others"), words_given, folded=True),
    Part("looks", N_("Who saw how to reach me"), looks, folded=True),
    Part("counts", N_("Two counts, side by side"), counts, folded=True),
    Part("mandates", N_("By another hand"), mandates_part, folded=True),
    Part("vote_mails", N_("Mails about votes"), vote_mails, folded=True),
    Part("kept", N_("Everything kept about me"), always, folded=True),
    Part("device", N_("This device"), always, folded=True),
)


def shown_parts(mine: Mine) -> dict[Part, object]:
    """Return the parts that have something to show, in order, each with what it shows."""
    found = ((part, part.shows(mine)) for part in PARTS)
    return {part: value for part, value in found if value is not None}
