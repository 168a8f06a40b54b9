"""
Looking back at a decision ninety days after it was certified: did it do what it promised, what did we learn.

The words are public. A review that is due waits at the desk and on the page until somebody writes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.governance.challenge import Review
from domain.governance.lifecycle import Event, State, at_of, state_after
from domain.governance.proposal import Proposal
from forms_api.services.promises import check_steward
from forms_api.services.proposal_events import recorded, submitted
from forms_api.services.refusals import N_, Refused
from forms_api.store.base import Store, UnitOfWork

REVIEW_AFTER = timedelta(days=90)
TO_REVIEW = frozenset({State.ADOPTED, State.IMPLEMENTING, State.DONE})


class NothingToReview(Refused):
    message = N_("A review looks back at an adopted decision.")


class TooEarlyToReview(Refused):
    message = N_("The review opens ninety days after the certification, on %(day)s.")


@dataclass(frozen=True)
class ToReview:
    """An adopted decision, the day its review opens, and the review once it is written."""

    proposal: Proposal
    opens: date
    review: Review | None


def review(store: Store, proposal: str, did: str, learnt: str, steward: str, now: datetime) -> Review:
    """
    Keep the review of a decision, in the place of an earlier wording.

    Raises:
        NoSuchProposal, NotASteward, NothingToReview, TooEarlyToReview.
    """
    with store.unit() as unit:
        check_steward(unit, steward)
        found = _to_review(unit, submitted(unit, proposal))
        if found is None:
            raise NothingToReview
        if now.date() < found.opens:
            raise TooEarlyToReview(day=found.opens.isoformat())
        written = Review(proposal, did, learnt, steward, now)
        unit.reviews.put(written)
    return written


def to_review(store: Store, proposal: str) -> ToReview:
    """
    Return a decision that is to be reviewed.

    Raises:
        NoSuchProposal, NothingToReview.
    """
    with store.reading() as unit:
        found = _to_review(unit, submitted(unit, proposal))
    if found is None:
        raise NothingToReview
    return found


def due(store: Store, today: date) -> tuple[ToReview, ...]:
    """Return the decisions whose review is open and not written, the longest waiting first."""
    with store.reading() as unit:
        all_of_them = [_to_review(unit, p) for p in unit.proposals if p.policy is not None]
    waiting = [one for one in all_of_them if one is not None and one.review is None and one.opens <= today]
    return tuple(sorted(waiting, key=lambda one: (one.opens, one.proposal.id)))


def _to_review(unit: UnitOfWork, proposal: Proposal) -> ToReview | None:
    events = [event.recorded for event in recorded(unit, proposal.id)]
    adopted = at_of(events, Event.CERTIFY_ADOPTED)
    if adopted is None or state_after(events) not in TO_REVIEW:
        return None
    return ToReview(proposal, (adopted + REVIEW_AFTER).date(), unit.reviews.get(proposal.id))
