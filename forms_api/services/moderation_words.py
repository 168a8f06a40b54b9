"""
Versions and amendments that a steward takes off, and puts back: for a reason of the list, with a public trace.

The newest version is what is voted on and cannot be taken off: its writers change it, or the proposal is stopped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from domain.governance.deliberation import Amendment, Version, version_id
from domain.governance.moderation import ModerationReason, amendment_mark, version_mark
from domain.governance.outcome import BEFORE_THE_CLOSE
from domain.governance.proposal import Proposal
from forms_api.services.amendments import NoSuchAmendment
from forms_api.services.ids import new_id
from forms_api.services.moderation import Act
from forms_api.services.promises import check_steward
from forms_api.services.proposal_events import state_of, submitted
from forms_api.services.refusals import N_, Refused
from forms_api.services.versions import NoSuchVersion
from forms_api.store.base import Store, UnitOfWork
from forms_api.store.rows import Trace


@dataclass(frozen=True)
class Words:
    """An earlier version or an amendment of a proposal, with what a steward has to read to judge it."""

    proposal: Proposal
    number: int
    amendment: bool
    title: str
    text: str
    at: datetime
    removed: str

    @property
    def why(self) -> ModerationReason | None:
        """Why it was taken off; None where it was not."""
        return ModerationReason(self.removed) if self.removed else None


def queue(store: Store) -> tuple[Words, ...]:
    """Return the earlier versions and the amendments of proposals whose vote has not closed, the newest first."""
    with store.reading() as unit:
        running = [p for p in unit.proposals if p.policy and state_of(unit, p.id) in BEFORE_THE_CLOSE]
        found = [words for p in running for words in _words_of(unit, p)]
    return tuple(sorted(found, key=lambda w: (w.at, w.proposal.id, w.number), reverse=True))


def words(store: Store, proposal: str, number: int, *, amendment: bool) -> Words:
    """
    Return one earlier version or one amendment.

    Raises:
        NoSuchProposal, NoSuchVersion, NoSuchAmendment.
    """
    with store.reading() as unit:
        every = list(_words_of(unit, submitted(unit, proposal)))
    found = [w for w in every if (w.number, w.amendment) == (number, amendment)]
    if not found:
        raise NoSuchAmendment if amendment else NoSuchVersion
    return found[0]


def _words_of(unit: UnitOfWork, p: Proposal) -> Iterator[Words]:
    for v in unit.versions.where(proposal=p.id):
        if v.number != p.version:
            told = "\n\n".join(filter(None, (v.summary, v.text, v.why)))
            yield Words(p, v.number, False, v.title, told, v.at, v.removed)
    for a in unit.amendments.where(proposal=p.id):
        yield Words(p, a.number, True, a.title, f"{a.text}\n\n{a.reason}", a.at, a.removed)


class NewestVersion(Refused):
    message = N_(
        "This is the text as it stands. Ask those who write it to change it, or stop the proposal as a whole."
    )


def remove_version(
    store: Store, proposal: str, number: int, reason: ModerationReason, steward: str, now: datetime
) -> Version:
    """
    Take an earlier version off for *reason*; one already taken off stays as it is.

    Raises:
        NoSuchProposal, NoSuchVersion, NewestVersion, NotASteward.
    """
    with store.unit() as unit:
        found = _version(unit, proposal, number, steward)
        if submitted(unit, proposal).version == number:
            raise NewestVersion
        if found.removed:
            return found
        changed = replace(found, removed=reason.value)
        unit.versions.put(changed)
        _trace(unit, Act.REMOVE_VERSION, proposal, reason.value, version_mark(found), steward, now)
    return changed


def restore_version(store: Store, proposal: str, number: int, steward: str, now: datetime) -> Version:
    """
    Put a version back, with a trace of that too.

    Raises:
        NoSuchProposal, NoSuchVersion, NotASteward.
    """
    with store.unit() as unit:
        found = _version(unit, proposal, number, steward)
        if not found.removed:
            return found
        changed = replace(found, removed="")
        unit.versions.put(changed)
        _trace(unit, Act.RESTORE_VERSION, proposal, found.removed, version_mark(found), steward, now)
    return changed


def remove_amendment(
    store: Store, proposal: str, number: int, reason: ModerationReason, steward: str, now: datetime
) -> Amendment:
    """
    Take an amendment off for *reason*; one already taken off stays as it is.

    Raises:
        NoSuchProposal, NoSuchAmendment, NotASteward.
    """
    with store.unit() as unit:
        found = _amendment(unit, proposal, number, steward)
        if found.removed:
            return found
        changed = replace(found, removed=reason.value)
        unit.amendments.put(changed)
        _trace(unit, Act.REMOVE_AMENDMENT, proposal, reason.value, amendment_mark(found), steward, now)
    return changed


def restore_amendment(store: Store, proposal: str, number: int, steward: str, now: datetime) -> Amendment:
    """
    Put an amendment back, with a trace of that too.

    Raises:
        NoSuchProposal, NoSuchAmendment, NotASteward.
    """
    with store.unit() as unit:
        found = _amendment(unit, proposal, number, steward)
        if not found.removed:
            return found
        changed = replace(found, removed="")
        unit.amendments.put(changed)
        _trace(unit, Act.RESTORE_AMENDMENT, proposal, found.removed, amendment_mark(found), steward, now)
    return changed


def _version(unit: UnitOfWork, proposal: str, number: int, steward: str) -> Version:
    check_steward(unit, steward)
    submitted(unit, proposal)
    found = unit.versions.get(version_id(proposal, number))
    if found is None:
        raise NoSuchVersion
    return found


def _amendment(unit: UnitOfWork, proposal: str, number: int, steward: str) -> Amendment:
    check_steward(unit, steward)
    submitted(unit, proposal)
    found = unit.amendments.where(proposal=proposal, number=number)
    if not found:
        raise NoSuchAmendment
    return found[0]


def _trace(unit: UnitOfWork, act: Act, proposal: str, reason: str, mark: str, steward: str, now: datetime) -> None:
    unit.traces.add(Trace(new_id(), act, proposal, reason, now, steward, mark))
