"""What the desk sees of votes on paper: counts of letters and batches, and nothing of what stands on a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.governance.lifecycle import State, state_after, timetable
from forms_api.services.proposal_events import recorded
from forms_api.store.base import Store

UNDER_WAY = frozenset({State.FROZEN, State.VOTING})


@dataclass(frozen=True)
class PaperVote:
    """*waiting* are batches that no second person has confirmed; *shut* tells that only paper comes in now."""

    proposal: str
    title: str
    letters: int
    waiting: int
    shut: bool


def paper_votes(store: Store, now: datetime) -> tuple[PaperVote, ...]:
    """Return the votes under way that take paper, in the order of their ids."""
    found = []
    with store.reading() as unit:
        for proposal in unit.proposals:
            if proposal.policy is None or not proposal.policy.paper:
                continue
            events = [event.recorded for event in recorded(unit, proposal.id)]
            if state_after(events) not in UNDER_WAY:
                continue
            shut = timetable(events, proposal.policy).shut
            batches = unit.paper_batches.where(proposal=proposal.id)
            letters = len(unit.ballot_codes.where(proposal=proposal.id))
            waiting = sum(batch.confirmed_at is None for batch in batches)
            over = shut is not None and now >= shut
            found.append(PaperVote(proposal.id, proposal.title, letters, waiting, over))
    return tuple(found)
