"""Arguments for and against, neutral remarks and questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.governance.outcome import BEFORE_THE_CLOSE
from domain.governance.proposal import Argument, ArgumentKind
from domain.people import Standing
from forms_api.services.ids import new_id
from forms_api.services.proposal_events import standing_in, submitted
from forms_api.services.refusals import N_, Refused
from forms_api.store.base import Store, UnitOfWork

MAX_ARGUMENTS = 10
"""Contributions of one member to one proposal (docs/policies.md)."""

HEARD = frozenset({Standing.NEWCOMER, Standing.MEMBER, Standing.DORMANT})


class NotAMember(Refused):
    message = N_("Members of the network can take part in the discussion.")


class NoSuchQuestion(Refused):
    message = N_("There is no such question.")
    status = 404


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
        return _say(unit, Argument(new_id(), proposal, member, kind, text, now, named), now)


def answer(
    store: Store, proposal: str, question: int, member: str, text: str, now: datetime, *, named: bool = False
) -> Argument:
    """
    Answer a question about the proposal, the first of them being number 1.

    Raises:
        NoSuchProposal, NoSuchQuestion, NotAMember, NotNow, TooManyArguments.
    """
    with store.unit() as unit:
        asked = _question(unit, proposal, question)
        told = Argument(new_id(), proposal, member, ArgumentKind.ANSWER, text, now, named, to=asked.id)
        return _say(unit, told, now)


@dataclass(frozen=True)
class Asked:
    """A question and what was answered to it so far; *number* is its place among the proposal's questions."""

    number: int
    question: Argument
    answers: tuple[Argument, ...]


def questions(store: Store, proposal: str) -> tuple[Asked, ...]:
    """
    Return the proposal's questions that stand, in the order they came.

    Raises:
        NoSuchProposal.
    """
    with store.reading() as unit:
        submitted(unit, proposal)
        every = _in_order(unit, proposal)
    told = [a for a in every if a.kind is ArgumentKind.ANSWER and not a.removed]
    asked = [a for a in every if a.kind is ArgumentKind.QUESTION]
    return tuple(
        Asked(number, question, tuple(a for a in told if a.to == question.id))
        for number, question in enumerate(asked, start=1)
        if not question.removed
    )


def _in_order(unit: UnitOfWork, proposal: str) -> list[Argument]:
    return sorted(unit.arguments.where(proposal=proposal), key=lambda a: (a.at, a.id))


def _question(unit: UnitOfWork, proposal: str, number: int) -> Argument:
    submitted(unit, proposal)
    asked = [a for a in _in_order(unit, proposal) if a.kind is ArgumentKind.QUESTION]
    if not 1 <= number <= len(asked) or asked[number - 1].removed:
        raise NoSuchQuestion
    return asked[number - 1]


def _say(unit: UnitOfWork, argument: Argument, now: datetime) -> Argument:
    found = submitted(unit, argument.proposal)
    speaker = unit.members.get(argument.member)
    if speaker is None or speaker.standing not in HEARD:
        raise NotAMember
    standing_in(unit, found, BEFORE_THE_CLOSE, now)
    said = unit.arguments.where(proposal=argument.proposal, member=argument.member)
    alike = (argument.kind, argument.text, argument.to)
    again = [a for a in said if (a.kind, a.text, a.to) == alike and not a.removed]
    if again:
        return again[0]
    if len(said) >= MAX_ARGUMENTS:
        raise TooManyArguments(most=MAX_ARGUMENTS)
    unit.arguments.add(argument)
    return argument
