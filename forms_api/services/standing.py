"""Where a proposal stands, for the member who looks at it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from domain.governance.lifecycle import State, Timetable, state_after, timetable
from domain.governance.policy import Policy
from domain.governance.proposal import Advice, AdviceAnswer, Argument, Promise, Proposal
from domain.governance.terms import Terms, terms
from forms_api.services.ballots import check_may_vote
from forms_api.services.proposal_events import recorded, submitted
from forms_api.services.refusals import Refused
from forms_api.store.base import Store, UnitOfWork


@dataclass(frozen=True)
class Standing:
    """
    A submitted proposal at the moment of asking.

    *eligible* is the size of the frozen roll, *own* what the member has said, *refusal* why they cannot vote
    now; None where they can. *terms* stands once the roll is frozen. *sponsored_version* is the wording they gave
    their support to, 0 where they gave none.
    """

    proposal: Proposal
    policy: Policy
    state: State
    times: Timetable
    sponsors: int
    sponsored: bool
    authored: bool
    eligible: int | None
    terms: Terms | None
    own: tuple[Argument, ...]
    voted: bool
    refusal: Refused | None
    promises: tuple[Promise, ...] = ()
    advice: tuple[Advice, ...] = ()
    answer: AdviceAnswer | None = None
    sponsored_version: int = 0


def standing(store: Store, record_dir: Path, proposal: str, member: str, now: datetime) -> Standing:
    """
    Return where a proposal stands for *member*.

    Raises:
        NoSuchProposal: there is none, or it is still a draft.
    """
    with store.reading() as unit:
        return _standing(unit, record_dir, submitted(unit, proposal), member, now)


def own_proposals(store: Store, member: str) -> tuple[tuple[Proposal, State], ...]:
    """Return the drafts and proposals that the member writes and where they stand, the newest first."""
    with store.reading() as unit:
        written = [p for p in unit.proposals if p.author == member or member in p.coauthors]
        own = sorted(written, key=lambda p: (p.made_at, p.id), reverse=True)
        return tuple((p, state_after(e.recorded for e in recorded(unit, p.id))) for p in own)


def adopted_proposals(store: Store, states: frozenset[State]) -> tuple[tuple[Proposal, State], ...]:
    """Return the proposals that stand in one of *states*, by their numbers."""
    with store.reading() as unit:
        found = [(p, state_after(e.recorded for e in recorded(unit, p.id))) for p in unit.proposals]
    return tuple(sorted(((p, s) for p, s in found if s in states and p.policy), key=lambda pair: number(pair[0])))


def number(proposal: Proposal) -> tuple[int, int]:
    """Return year and number of a submitted proposal, to put it in order."""
    year, count = proposal.id.split("-")
    return int(year), int(count)


def _standing(unit: UnitOfWork, record_dir: Path, proposal: Proposal, member: str, now: datetime) -> Standing:
    policy = proposal.policy
    if policy is None:
        raise LookupError(proposal.id)
    events = [event.recorded for event in recorded(unit, proposal.id)]
    roll = unit.rolls.get(proposal.id)
    support = unit.sponsorships.where(proposal=proposal.id, member=member)
    refusal, voted = _vote(unit, record_dir, proposal.id, member, now)
    return Standing(
        proposal=proposal,
        policy=policy,
        state=state_after(events),
        times=timetable(events, policy),
        sponsors=len(unit.sponsorships.where(proposal=proposal.id)),
        sponsored=bool(support),
        authored=proposal.author == member,
        eligible=len(roll.members) if roll else None,
        # The number of sponsors was fixed at submission; the roll may since have become too small for a default.
        terms=terms(replace(policy, sponsors=proposal.sponsors_needed), len(roll.members)) if roll else None,
        own=tuple(sorted(unit.arguments.where(proposal=proposal.id, member=member), key=lambda a: (a.at, a.id))),
        voted=voted,
        refusal=refusal,
        advice=tuple(sorted(unit.advice.where(proposal=proposal.id), key=lambda a: (a.at, a.id))),
        answer=unit.answers.get(proposal.id),
        sponsored_version=support[0].version if support else 0,
        promises=tuple(sorted(unit.promises.where(proposal=proposal.id), key=lambda p: (p.due, p.what, p.id))),
    )


def _vote(
    unit: UnitOfWork, record_dir: Path, proposal: str, member: str, now: datetime
) -> tuple[Refused | None, bool]:
    try:
        voter = check_may_vote(unit, record_dir, proposal, member, now)
    except Refused as refusal:
        return refusal, False
    return None, bool(unit.ballots.where(proposal=proposal, pseudonym=voter))
