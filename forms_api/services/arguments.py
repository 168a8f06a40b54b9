"""Arguments for and against, neutral remarks and questions."""

from __future__ import annotations

from datetime import datetime

from domain.governance.outcome import BEFORE_THE_CLOSE
from domain.governance.proposal import Argument, ArgumentKind
from domain.people import Standing
from forms_api.services.ids import new_id
from forms_api.services.proposal_events import standing_in, submitted
from forms_api.services.refusals import N_, Refused
from forms_api.store.base import Store

MAX_ARGUMENTS = 10
"""Contributions of one member to one proposal (docs/policies.md)."""

HEARD = frozenset({Standing.NEWCOMER, Standing.MEMBER, Standing.DORMANT})


class NotAMember(Refused):
    message = N_("Members of the network can take part in the discussion.")


class TooManyArguments(Refused):
    message = N_(
        "You have written %(most)s times here, which is as often as one member may. Leave room to others."
    )


def argue(
    store: Store,
    proposal: str,
    member: str,
    kind: ArgumentKind,
    text: str,
    now: datetime,
    *,
    named: bool = False,
) -> Argument:
    """
    Add what a member says about a proposal, until the vote closes. The same words twice are taken once.

    Raises:
        NoSuchProposal, NotAMember, NotNow, TooManyArguments.
    """
    with store.unit() as unit:
        found = submitted(unit, proposal)
        speaker = unit.members.get(member)
        if speaker is None or speaker.standing not in HEARD:
            raise NotAMember
        standing_in(unit, found, BEFORE_THE_CLOSE, now)
        said = unit.arguments.where(proposal=proposal, member=member)
        again = [a for a in said if a.kind is kind and a.text == text and not a.removed]
        if again:
            return again[0]
        if len(said) >= MAX_ARGUMENTS:
            raise TooManyArguments(most=MAX_ARGUMENTS)
        argument = Argument(new_id(), proposal, member, kind, text, now, named)
        unit.arguments.add(argument)
    return argument
