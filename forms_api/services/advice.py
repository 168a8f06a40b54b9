"""
The open voice of those a proposal concerns: their advice before the vote, and the answer after it.

The group is whom the rule book names: as a rule whoever takes or took part in the program. Advice is given in the
open, until voting opens, and stands above the ballot; what is decided has to answer it in writing.
"""

from __future__ import annotations

from datetime import datetime

from domain.catalogue import Catalogue
from domain.governance.lifecycle import State
from domain.governance.outcome import COUNTED
from domain.governance.policy import ConstituencyRule
from domain.governance.proposal import Advice, AdviceAnswer, Proposal
from forms_api.services.constituency import NotOfTheGroup, group_of
from forms_api.services.promises import check_steward
from forms_api.services.proposal_events import standing_in, submitted
from forms_api.services.refusals import N_, Refused
from forms_api.store.base import Store, UnitOfWork

BEFORE_THE_VOTE = frozenset({State.SPONSORING, State.DELIBERATION, State.FROZEN})


class NoVoiceAsked(Refused):
    message = N_("The rule book of this proposal asks everyone alike; say what you think among the arguments.")


class NoAdvice(Refused):
    message = N_("Nobody gave advice before this vote, so there is nothing to answer.")


def asks_a_voice(proposal: Proposal) -> bool:
    """Tell whether the proposal's rule book hears its group before everyone votes."""
    return proposal.policy is not None and proposal.policy.constituency is ConstituencyRule.OPEN_VOICE


def may_advise(unit: UnitOfWork, catalogue: Catalogue, proposal: Proposal, member: str) -> bool:
    """Tell whether *member* belongs to those the proposal concerns, and its rule book hears them."""
    policy = proposal.policy
    return (
        policy is not None
        and asks_a_voice(proposal)
        and bool(group_of(unit, catalogue, policy, proposal.program, (member,)))
    )


def advise(
    store: Store,
    catalogue: Catalogue,
    proposal: str,
    member: str,
    text: str,
    now: datetime,
    *,
    named: bool = False,
) -> Advice:
    """
    Keep the member's advice, in the place of what they said before.

    Raises:
        NoSuchProposal, NoVoiceAsked, NotOfTheGroup, NotNow.
    """
    with store.unit() as unit:
        found = submitted(unit, proposal)
        if not asks_a_voice(found):
            raise NoVoiceAsked
        if not may_advise(unit, catalogue, found, member):
            raise NotOfTheGroup
        standing_in(unit, found, BEFORE_THE_VOTE, now)
        advice = Advice(f"{proposal}/{member}", proposal, member, text, now, named)
        unit.advice.put(advice)
    return advice


def answer(store: Store, proposal: str, text: str, steward: str, now: datetime) -> AdviceAnswer:
    """
    Keep what the decision answers to the advice, in the place of an earlier wording.

    Raises:
        NoSuchProposal, NotASteward, NotNow, NoAdvice.
    """
    with store.unit() as unit:
        check_steward(unit, steward)
        found = submitted(unit, proposal)
        standing_in(unit, found, COUNTED, now)
        if not unit.advice.where(proposal=proposal):
            raise NoAdvice
        written = AdviceAnswer(proposal, text, steward, now)
        unit.answers.put(written)
    return written
