"""
What lots are drawn from: secrets committed before the opening and revealed after the close, and a public draw.

Rules of this file: before the close the store holds marks and never a secret; what goes into a lot is fixed before
the first ballot; what a public draw said takes two people who write the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hmac import compare_digest

from domain.governance.draw import SHORTEST_SECRET, DrawMark, PublicDraw, mark_of
from domain.governance.lifecycle import State, state_after, timetable
from domain.governance.policy import OF_BUDGET, Policy, TieRule
from domain.governance.proposal import Proposal
from forms_api.services.proposal_events import NotNow, recorded, submitted
from forms_api.services.proposals import NotAVoter
from forms_api.services.refusals import N_, Refused
from forms_api.services.two_people import check_one_of_two
from forms_api.store.base import Store, UnitOfWork

BEFORE_THE_OPENING = frozenset({State.SPONSORING, State.DELIBERATION, State.FROZEN})
AFTER_THE_CLOSE = frozenset({State.PROVISIONAL, State.RECOUNT})


class NoLots(Refused):
    message = N_("The rule book of this proposal draws no lots.")


class SecretTooShort(Refused):
    message = N_("Take at least %(least)s signs that nobody can guess: a few words from a book will do.")


class NoMarkOfYours(Refused):
    message = N_("You committed no secret before this vote opened.")


class OtherSecret(Refused):
    message = N_("This is not the secret you committed. Every sign counts, capitals and spaces too.")


class SecretTaken(Refused):
    message = N_("Somebody has committed the same words. Take others.")


class TooEarlyForDraw(Refused):
    message = N_("Name a draw that is held after the vote has closed: on %(first)s or later.")


class NoPublicDraw(Refused):
    message = N_("No public draw was named before the vote opened.")


class DrawNotHeld(Refused):
    message = N_("This draw is held on %(day)s. What came out can be written down from that day on.")


@dataclass(frozen=True)
class Lots:
    """What goes into the lot of a proposal, for *own* member: how many secrets there are and are revealed."""

    proposal: Proposal
    state: State
    marks: int
    revealed: int
    own: DrawMark | None
    public: PublicDraw | None
    first_day: date


def lots(store: Store, proposal: str, member: str, now: datetime) -> Lots:
    """
    Return what goes into a proposal's lot.

    Raises:
        NoSuchProposal, NoLots.
    """
    with store.reading() as unit:
        found, policy = _with_lots(unit, proposal)
        marks = unit.draw_marks.where(proposal=proposal)
        return Lots(
            proposal=found,
            state=_state(unit, proposal),
            marks=len(marks),
            revealed=sum(bool(one.secret) for one in marks),
            own=unit.draw_marks.get(f"{proposal}/{member}"),
            public=unit.public_draws.get(proposal),
            first_day=_first_day(unit, proposal, policy, now),
        )


def commit(store: Store, proposal: str, member: str, secret: str, now: datetime) -> DrawMark:
    """
    Commit a secret, in the place of an earlier one: its mark is kept, and the secret only by who thought of it.

    Raises:
        NoSuchProposal, NoLots, NotAVoter, NotNow, SecretTooShort, SecretTaken.
    """
    if len(secret) < SHORTEST_SECRET:
        raise SecretTooShort(least=SHORTEST_SECRET)
    with store.unit() as unit:
        _with_lots(unit, proposal)
        found = unit.members.get(member)
        if found is None or not found.votes:
            raise NotAVoter
        _standing_in(unit, proposal, BEFORE_THE_OPENING)
        made = DrawMark(f"{proposal}/{member}", proposal, member, mark_of(proposal, secret), now)
        if any(one.id != made.id for one in unit.draw_marks.where(proposal=proposal, mark=made.mark)):
            raise SecretTaken
        unit.draw_marks.put(made)
    return made


def reveal(store: Store, proposal: str, member: str, secret: str, now: datetime) -> DrawMark:
    """
    Reveal a committed secret, once the vote is closed and before its result is certified.

    Raises:
        NoSuchProposal, NoLots, NotNow, NoMarkOfYours, OtherSecret.
    """
    with store.unit() as unit:
        _with_lots(unit, proposal)
        _standing_in(unit, proposal, AFTER_THE_CLOSE)
        found = unit.draw_marks.get(f"{proposal}/{member}")
        if found is None:
            raise NoMarkOfYours
        if not compare_digest(found.mark, mark_of(proposal, secret)):
            raise OtherSecret
        told = replace(found, secret=secret)
        unit.draw_marks.put(told)
    return told


def name_public_draw(store: Store, proposal: str, name: str, on: date, person: str, now: datetime) -> PublicDraw:
    """
    Name the public draw that stands in for a withheld secret; *on* lies behind the close.

    Raises:
        NoSuchProposal, NoLots, NotOneOfTwo, NotNow, TooEarlyForDraw.
    """
    with store.unit() as unit:
        _, policy = _with_lots(unit, proposal)
        check_one_of_two(unit, person)
        _standing_in(unit, proposal, BEFORE_THE_OPENING)
        first = _first_day(unit, proposal, policy, now)
        if on < first:
            raise TooEarlyForDraw(first=first.isoformat())
        named = PublicDraw(proposal, name, on, person)
        unit.public_draws.put(named)
    return named


def say_public_draw(store: Store, proposal: str, words: str, person: str, now: datetime) -> PublicDraw:
    """
    Write down what came out of the public draw; the second person who writes the same confirms it.

    Raises:
        NoSuchProposal, NoLots, NotOneOfTwo, NotNow, NoPublicDraw, DrawNotHeld.
    """
    with store.unit() as unit:
        _with_lots(unit, proposal)
        check_one_of_two(unit, person)
        _standing_in(unit, proposal, AFTER_THE_CLOSE)
        found = unit.public_draws.get(proposal)
        if found is None:
            raise NoPublicDraw
        if now.date() < found.on:
            raise DrawNotHeld(day=found.on.isoformat())
        confirms = found.words == words and found.said_by not in ("", person)
        told = (
            replace(found, confirmed_by=person)
            if confirms
            else replace(found, words=words, said_by=person, confirmed_by="")
        )
        unit.public_draws.put(told)
    return told


def _with_lots(unit: UnitOfWork, proposal: str) -> tuple[Proposal, Policy]:
    found = submitted(unit, proposal)
    policy = found.policy
    if policy is None or policy.tie is not TieRule.DRAW or policy.method in OF_BUDGET:
        raise NoLots
    return found, policy


def _state(unit: UnitOfWork, proposal: str) -> State:
    return state_after(event.recorded for event in recorded(unit, proposal))


def _standing_in(unit: UnitOfWork, proposal: str, states: frozenset[State]) -> None:
    state = _state(unit, proposal)
    if state not in states:
        raise NotNow(state)


def _first_day(unit: UnitOfWork, proposal: str, policy: Policy, now: datetime) -> date:
    """Return the first day that certainly lies behind the close, as the timetable stands now."""
    times = timetable((event.recorded for event in recorded(unit, proposal)), policy)
    if times.closes is not None:
        return (times.closes + timedelta(days=1)).date()
    opens = times.opens or (times.freezes or now + timedelta(days=policy.deliberation_days)) + timedelta(
        hours=policy.frozen_hours
    )
    wait = timedelta(days=policy.voting_days + 1, hours=24 if policy.paper else 0)
    return (opens + wait + timedelta(days=1)).date()
