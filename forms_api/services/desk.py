"""What waits at the stewards' desk: counts alone. Whose need or whose exchange it is stands nowhere here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from domain.catalogue import Catalogue
from domain.exchange import Direction, Intent, MatchState
from domain.governance.challenge import ChallengeState
from domain.governance.proposal import PromiseState
from domain.people import ProgramRole, Standing
from domain.programs import Phase, phase
from forms_api.services import reviews
from forms_api.services.cohort_view import UNDER_WAY
from forms_api.services.intents import is_open
from forms_api.services.moderation import queue
from forms_api.services.promises import ADOPTED
from forms_api.services.proposal_events import state_of
from forms_api.services.reviews import ToReview
from forms_api.store.base import Store, UnitOfWork

SOON = timedelta(days=30)
"""How long before its end a check is worth a word."""

UNSETTLED = frozenset({PromiseState.OPEN, PromiseState.BEGUN})


@dataclass(frozen=True)
class Desk:
    """
    Counts of what a steward may look after.

    *needs_alone* are open needs nobody offered to meet yet, *offers_unanswered* wait for the one who asked,
    *half_confirmed* exchanges for their other side; *unmarked* are cohorts that ended with people whose completion
    nobody marked; *checks_ending* run out within a month. *recounts* are the proposals being counted again.
    """

    standings: dict[Standing, int]
    contributions: int
    adopted: int
    promises_due: int
    needs: int
    needs_alone: int
    offers_unanswered: int
    half_confirmed: int
    unmarked: tuple[str, ...]
    checks_ending: int
    challenges: int = 0
    recounts: tuple[str, ...] = ()
    reviews: tuple[ToReview, ...] = ()


def desk(store: Store, catalogue: Catalogue, today: date) -> Desk:
    """Return what waits at the desk on the day *today*."""
    said = sum(one.why is None for one in queue(store))
    to_review = reviews.due(store, today)
    with store.reading() as unit:
        needs = [i for i in unit.intents if i.direction is Direction.NEED and is_open(i, today)]
        return Desk(
            standings=_standings(unit),
            contributions=said,
            adopted=sum(state_of(unit, p.id) in ADOPTED for p in unit.proposals),
            promises_due=sum(p.state in UNSETTLED and p.due < today for p in unit.promises),
            needs=len(needs),
            needs_alone=_alone(unit, needs),
            offers_unanswered=len(unit.matches.where(state=MatchState.OFFERED)),
            half_confirmed=sum(not exchange.confirmed for exchange in unit.exchanges),
            unmarked=_unmarked(unit, catalogue, today),
            checks_ending=sum(today <= check.valid_until < today + SOON for check in unit.checks),
            challenges=len(unit.challenges.where(state=ChallengeState.OPEN)),
            recounts=tuple(one.proposal for one in unit.recounts if one.ended_at is None),
            reviews=to_review,
        )


def standings(store: Store) -> dict[Standing, int]:
    """Return how many members are of each standing."""
    with store.reading() as unit:
        return _standings(unit)


def _standings(unit: UnitOfWork) -> dict[Standing, int]:
    counts = dict.fromkeys(Standing, 0)
    for member in unit.members:
        counts[member.standing] += 1
    return counts


def _alone(unit: UnitOfWork, needs: Iterable[Intent]) -> int:
    offered = {m.need for m in unit.matches if m.state in (MatchState.OFFERED, MatchState.ACCEPTED)}
    return sum(need.id not in offered for need in needs)


def _unmarked(unit: UnitOfWork, catalogue: Catalogue, today: date) -> tuple[str, ...]:
    staying = {p.cohort for p in unit.participations if p.role is ProgramRole.ATTENDEE and p.state in UNDER_WAY}
    over = (slug for slug in sorted(staying & set(catalogue.cohorts)))
    return tuple(slug for slug in over if phase(catalogue.cohorts[slug], today) is Phase.OVER)
