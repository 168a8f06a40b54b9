"""What was promised after an adoption, and what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from domain.governance.lifecycle import Event, State
from domain.governance.proposal import Promise, PromiseState
from forms_api.services.ids import new_id
from forms_api.services.proposal_events import record_event, state_of, submitted
from forms_api.services.refusals import N_, Refused
from forms_api.store.base import Store, UnitOfWork

ADOPTED = frozenset({State.ADOPTED, State.IMPLEMENTING})
SETTLED = frozenset({PromiseState.KEPT, PromiseState.BROKEN})


class NotASteward(Refused):
    message = N_("Stewards of the network can do this.")
    status = 403


class NotAdopted(Refused):
    message = N_("Promises belong to an adopted decision that is not finished yet.")


class NoSuchPromise(Refused):
    message = N_("There is no such promise.")
    status = 404


class EvidenceMissing(Refused):
    message = N_("Write how one can see that the promise was kept, or why it was broken.")


class AdviceUnanswered(Refused):
    message = N_("People of the program gave advice before the vote. Write what the decision answers them first.")


class PromisesOpen(Refused):
    message = N_("Say of each promise whether it was kept or broken first.")


def check_steward(unit: UnitOfWork, member: str) -> None:
    """
    Make sure that *member* is a steward of the network.

    Raises:
        NotASteward.
    """
    found = unit.members.get(member)
    if found is None or not found.steward:
        raise NotASteward


def promise(store: Store, proposal: str, what: str, owner: str, due: date, steward: str, now: datetime) -> Promise:
    """
    Write down who will do what by when; the first promise begins the work on the decision.

    *owner* is what the public reads: a role, a group, or a name its bearer agreed to. The same promise twice
    is taken once.

    Raises:
        NoSuchProposal, NotASteward, NotAdopted.
    """
    with store.unit() as unit:
        check_steward(unit, steward)
        state = _adopted(unit, proposal)
        for made in unit.promises.where(proposal=proposal, what=what, owner=owner, due=due):
            return made
        made = Promise(new_id(), proposal, what, owner, due)
        unit.promises.add(made)
        if state is State.ADOPTED:
            record_event(unit, proposal, Event.PROMISE, now, by=steward)
    return made


def settle(store: Store, key: str, state: PromiseState, evidence: str, steward: str, now: datetime) -> Promise:
    """
    Say what became of a promise: begun, kept or broken; the last two with evidence.

    Raises:
        NoSuchPromise, NotASteward, NotAdopted, EvidenceMissing.
    """
    if state in SETTLED and not evidence:
        raise EvidenceMissing
    with store.unit() as unit:
        check_steward(unit, steward)
        found = unit.promises.get(key)
        if found is None:
            raise NoSuchPromise
        _adopted(unit, found.proposal)
        settled_on = now.date() if state in SETTLED else None
        changed = replace(found, state=state, evidence=evidence, settled_on=settled_on)
        unit.promises.put(changed)
    return changed


def finish(store: Store, proposal: str, steward: str, now: datetime) -> None:
    """
    Close the book on a decision: every promise is kept or broken, and advice is answered.

    Raises:
        NoSuchProposal, NotASteward, NotAdopted, PromisesOpen, AdviceUnanswered.
    """
    with store.unit() as unit:
        check_steward(unit, steward)
        _adopted(unit, proposal)
        if any(p.state not in SETTLED for p in unit.promises.where(proposal=proposal)):
            raise PromisesOpen
        if unit.advice.where(proposal=proposal) and unit.answers.get(proposal) is None:
            raise AdviceUnanswered
        record_event(unit, proposal, Event.FINISH, now, by=steward)


def _adopted(unit: UnitOfWork, proposal: str) -> State:
    state = state_of(unit, submitted(unit, proposal).id)
    if state not in ADOPTED:
        raise NotAdopted
    return state
