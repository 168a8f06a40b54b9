"""
What a closed vote comes to: the count of everyone, of the group where the rule book asks it, and the lot.

Rules of this file: nobody asks before the close; what is certified waits for every challenge to be answered, and
for a lot as long as it can still be drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from domain.governance.ballot import Ballot
from domain.governance.challenge import ChallengeState
from domain.governance.constituency import GROUP_RULES, Verdict, split_of, verdict
from domain.governance.draw import DrawMark, Drawn, PublicDraw, asks_for_a_draw, draw, drawn_event, secrets_in
from domain.governance.lifecycle import Event, Recorded, timetable
from domain.governance.policy import Policy
from domain.governance.proposal import Proposal, Roll
from domain.governance.vote import VoteResult, count_vote
from forms_api.store.base import UnitOfWork

PUBLIC_DRAW_KNOWN_AFTER = timedelta(days=7)
"""How long after its day the words of a public draw are waited for; then a tie stays a tie."""


@dataclass(frozen=True)
class Lot:
    """What a draw is made from, and what it gave; None as long as something is missing."""

    marks: tuple[DrawMark, ...]
    public: PublicDraw | None
    drawn: Drawn | None


@dataclass(frozen=True)
class Found:
    """The count of a vote and what comes of it; *lot* only where one is to be drawn."""

    result: VoteResult
    verdict: Verdict
    lot: Lot | None = None

    @property
    def event(self) -> Event:
        """The event that ends this reading, a lot included that could be drawn."""
        if self.lot is None or self.lot.drawn is None:
            return self.verdict.event
        return drawn_event(self.result, self.lot.drawn)


def found_in(unit: UnitOfWork, proposal: Proposal, policy: Policy, events: Sequence[Recorded]) -> Found:
    """Return what the box of a closed vote comes to now."""
    roll = unit.rolls.get(proposal.id) or Roll(proposal.id, ())
    ballots = unit.ballots.where(proposal=proposal.id)
    result = count_vote(policy, proposal.options, (b.choice for b in ballots), eligible=len(roll.members))
    again = any(recorded.event is Event.SECOND_READING for recorded in events)
    split = None
    if policy.constituency in GROUP_RULES and not again:
        parts = ((ballot.choice, ballot.in_group) for ballot in ballots)
        group = len(roll.group)
        split = split_of(policy, proposal.options, parts, group, len(roll.members) - group)
    decided = verdict(policy, result, split, second=again)
    lot = None
    if decided.event is Event.CERTIFY_TIED and asks_for_a_draw(policy, result):
        lot = _lot(unit, proposal, policy, result, ballots)
    return Found(result, decided, lot)


def _lot(
    unit: UnitOfWork, proposal: Proposal, policy: Policy, result: VoteResult, ballots: Sequence[Ballot]
) -> Lot:
    marks, public = tuple(unit.draw_marks.where(proposal=proposal.id)), unit.public_draws.get(proposal.id)
    inside = secrets_in(marks, public)
    drawn = None
    if inside is not None:
        drawn = draw(policy, proposal.id, result, inside, (ballot.pseudonym for ballot in ballots))
    return Lot(marks, public, drawn)


def ending(
    unit: UnitOfWork, proposal: Proposal, policy: Policy, events: Sequence[Recorded], now: datetime
) -> Event | None:
    """Return the event that ends a provisional result at *now*; None while it has to wait."""
    certifies = timetable(events, policy).certifies
    if certifies is None or now < certifies:
        return None
    if is_challenged(unit, proposal.id):
        return None
    found = found_in(unit, proposal, policy, events)
    if found.lot is not None and found.lot.drawn is None and _worth_waiting(found.lot, now):
        return None
    return found.event


def _worth_waiting(lot: Lot, now: datetime) -> bool:
    """Tell whether a draw that lacks something may yet get it: the words of the public draw."""
    if lot.public is None:
        return False
    day = datetime.combine(lot.public.on, time(), UTC)
    return now < day + PUBLIC_DRAW_KNOWN_AFTER


def is_challenged(unit: UnitOfWork, proposal: str) -> bool:
    """Tell whether a challenge of the proposal's result waits for its answer."""
    return bool(unit.challenges.where(proposal=proposal, state=ChallengeState.OPEN))


def forget_challengers(unit: UnitOfWork, proposal: str) -> None:
    """Take words and makers off the challenges of a vote that is certified; what is public of them stays."""
    for challenge in unit.challenges.where(proposal=proposal):
        # Who made it stood there so that nobody challenges twice; the id keeps the rows apart from now on.
        unit.challenges.put(replace(challenge, words="", by=challenge.id))
