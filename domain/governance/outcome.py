"""What a count means for its proposal."""

from __future__ import annotations

from domain.governance.lifecycle import Event, State
from domain.governance.methods.result import Status
from domain.governance.vote import VoteResult


def certification(result: VoteResult) -> Event:
    """
    Return the event that certifies *result*.

    No ballot at all is no quorum. A missed threshold is decided, not passed: rejected; so is a win of "none of
    these". A tie that has too many branches to follow is a tie.
    """
    if result.status in (Status.NO_BALLOTS, Status.NO_QUORUM):
        return Event.CERTIFY_NO_QUORUM
    if result.status in (Status.TIED, Status.NOT_RESOLVED):
        return Event.CERTIFY_TIED
    return Event.CERTIFY_ADOPTED if result.passed else Event.CERTIFY_REJECTED


OUTCOMES = {
    Event.CERTIFY_ADOPTED: State.ADOPTED,
    Event.CERTIFY_REJECTED: State.REJECTED,
    Event.CERTIFY_NO_QUORUM: State.NO_QUORUM,
    Event.CERTIFY_TIED: State.TIED,
}

COUNTED = frozenset({State.PROVISIONAL, State.RECOUNT, State.IMPLEMENTING, State.DONE, *OUTCOMES.values()})
"""The states in which a count stands."""

BEFORE_THE_FREEZE = frozenset({State.SPONSORING, State.DELIBERATION})
BEFORE_THE_CLOSE = BEFORE_THE_FREEZE | {State.FROZEN, State.VOTING}
