"""Amendments: changes that members offer, and what those who write the proposal make of them, with a reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from domain.governance.deliberation import (
    MOST_AMENDMENTS,
    Amendment,
    AmendmentKind,
    AmendmentState,
    version_id,
    with_ids,
)
from domain.governance.method_rules import least_options
from domain.governance.outcome import BEFORE_THE_FREEZE
from domain.governance.policy import OF_BUDGET
from domain.governance.proposal import Option, Proposal
from forms_api.services.arguments import HEARD, NotAMember
from forms_api.services.ids import new_id
from forms_api.services.options import CostMissing, CostUnasked, NoOptionsAsked, OptionTwice
from forms_api.services.proposal_events import standing_in, submitted
from forms_api.services.refusals import N_, Refused
from forms_api.services.versions import EditedMeanwhile, NothingChanged, check_writer, keep, writes
from forms_api.store.base import Store, UnitOfWork


class OwnText(Refused):
    message = N_("You write this proposal: change its text itself.")


class TooManyAmendments(Refused):
    message = N_("You have offered %(most)s amendments here, which is as many as one member may.")


class NoSuchAmendment(Refused):
    message = N_("There is no such amendment.")
    status = 404


class AnsweredAlready(Refused):
    message = N_("This amendment has its answer already, or was taken back.")


class WordingOnly(Refused):
    message = N_("An option that is offered becomes an option of its own, or is declined.")


class NotTakenIn(Refused):
    message = N_(
        "The text has changed since this was offered, so it cannot be put in its place as it is. Change the text "
        "yourself first, with what you take from it; then say here that it is taken in."
    )


@dataclass(frozen=True)
class Offer:
    """What a member offers; *text* is the whole text as it would read, or what stands below the option."""

    kind: AmendmentKind
    title: str
    text: str
    reason: str
    cost: str = ""
    named: bool = False


def takes_options(proposal: Proposal) -> bool:
    """Tell whether the proposal's rule book chooses among options."""
    return proposal.policy is not None and least_options(proposal.policy.method) > 0


def offer(store: Store, proposal: str, member: str, offered: Offer, base: int, now: datetime) -> Amendment:
    """
    Keep an amendment, offered on the version *base*; the same one twice is taken once.

    Raises:
        NoSuchProposal, NotAMember, OwnText, NotNow, EditedMeanwhile, NothingChanged, TooManyAmendments,
        OptionsWrong.
    """
    with store.unit() as unit:
        found = submitted(unit, proposal)
        giver = unit.members.get(member)
        if giver is None or giver.standing not in HEARD:
            raise NotAMember
        if writes(found, member):
            raise OwnText
        standing_in(unit, found, BEFORE_THE_FREEZE, now)
        mine = unit.amendments.where(proposal=proposal, member=member)
        again = [a for a in mine if a.state is AmendmentState.OPEN and not a.removed and _same(a, offered)]
        if again:
            return again[0]
        if base != found.version:
            raise EditedMeanwhile(number=found.version)
        _check_offer(found, offered)
        if len(mine) >= MOST_AMENDMENTS:
            raise TooManyAmendments(most=MOST_AMENDMENTS)
        # Not how many there are: one of an erased member leaves its number free for nobody.
        last = max((one.number for one in unit.amendments.where(proposal=proposal)), default=0)
        amendment = _amendment(found, member, offered, last + 1, now)
        unit.amendments.add(amendment)
    return amendment


def withdraw(store: Store, proposal: str, number: int, member: str, now: datetime) -> None:
    """
    Take one's own amendment back; that it was there stays to be read.

    Raises:
        NoSuchProposal, NoSuchAmendment, AnsweredAlready, NotNow.
    """
    with store.unit() as unit:
        found, amendment = _open(unit, proposal, number)
        if amendment.member != member:
            raise NoSuchAmendment
        standing_in(unit, found, BEFORE_THE_FREEZE, now)
        unit.amendments.put(replace(amendment, state=AmendmentState.WITHDRAWN, answered_at=now))


def decline(store: Store, proposal: str, number: int, writer: str, reason: str, now: datetime) -> None:
    """
    Say no, with a reason that everybody reads.

    Raises:
        NoSuchProposal, NoSuchAmendment, AnsweredAlready, NotAWriter, NotNow.
    """
    with store.unit() as unit:
        _, amendment = _answerable(unit, proposal, number, writer, now)
        _answered(unit, amendment, AmendmentState.DECLINED, reason, "", now)


def accept(
    store: Store, proposal: str, number: int, writer: str, reason: str, now: datetime, *, by_hand: bool = False
) -> Proposal:
    """
    Take a changed wording into the text as a new version, and return the proposal as it reads then.

    Where the text has changed since the offer nothing is put in its place; *by_hand* says that the writers have
    taken in themselves what they wanted of it.

    Raises:
        NoSuchProposal, NoSuchAmendment, AnsweredAlready, NotAWriter, NotNow, WordingOnly, NotTakenIn,
        TooManyVersions.
    """
    with store.unit() as unit:
        found, amendment = _answerable(unit, proposal, number, writer, now)
        if amendment.kind is not AmendmentKind.WORDING:
            raise WordingOnly
        if _text_of(unit, found, amendment.version) == found.text:
            found = keep(unit, found, replace(found, text=amendment.text), writer, amendment.title, now)
        elif not by_hand:
            raise NotTakenIn
        _answered(unit, amendment, AmendmentState.ACCEPTED, reason, str(found.version), now)
    return found


def make_option(store: Store, proposal: str, number: int, writer: str, reason: str, now: datetime) -> Proposal:
    """
    Put what was offered on the ballot as an option of its own, and return the proposal with it.

    Raises:
        NoSuchProposal, NoSuchAmendment, AnsweredAlready, NotAWriter, NotNow, OptionsWrong, TooManyVersions.
    """
    with store.unit() as unit:
        found, amendment = _answerable(unit, proposal, number, writer, now)
        new = Option("", amendment.title, amendment.text, amendment.cost)
        changed = replace(found, options=with_ids((*found.options, new), found.options))
        kept = keep(unit, found, changed, writer, amendment.title, now)
        _answered(unit, amendment, AmendmentState.OPTION, reason, kept.options[-1].id, now)
    return kept


def amendments_of(store: Store, proposal: str) -> tuple[Amendment, ...]:
    """
    Return the proposal's amendments in the order they came.

    Raises:
        NoSuchProposal.
    """
    with store.reading() as unit:
        submitted(unit, proposal)
        return tuple(sorted(unit.amendments.where(proposal=proposal), key=lambda a: a.number))


@dataclass(frozen=True)
class Seen:
    """An amendment, the proposal, and the text that it was offered on."""

    amendment: Amendment
    proposal: Proposal
    before: str

    @property
    def outdated(self) -> bool:
        """Tell whether the text has changed since the amendment was offered."""
        return self.before != self.proposal.text


def amendment(store: Store, proposal: str, number: int) -> Seen:
    """
    Return one amendment.

    Raises:
        NoSuchProposal, NoSuchAmendment.
    """
    with store.reading() as unit:
        found = submitted(unit, proposal)
        offered = _found(unit, proposal, number)
        return Seen(offered, found, _text_of(unit, found, offered.version))


def _same(amendment: Amendment, offered: Offer) -> bool:
    return (amendment.kind, amendment.title, amendment.text) == (offered.kind, offered.title, offered.text)


def _check_offer(proposal: Proposal, offered: Offer) -> None:
    if offered.kind is AmendmentKind.WORDING:
        if offered.text == proposal.text:
            raise NothingChanged
        return
    policy = proposal.policy
    if policy is None or not takes_options(proposal):
        raise NoOptionsAsked
    if offered.title.casefold() in {option.title.casefold() for option in proposal.options}:
        raise OptionTwice
    if (policy.method in OF_BUDGET) is not bool(offered.cost):
        raise CostUnasked if offered.cost else CostMissing


def _amendment(proposal: Proposal, member: str, offered: Offer, number: int, now: datetime) -> Amendment:
    return Amendment(
        id=new_id(),
        proposal=proposal.id,
        number=number,
        member=member,
        at=now,
        kind=offered.kind,
        version=proposal.version,
        title=offered.title,
        text=offered.text,
        reason=offered.reason,
        cost=offered.cost,
        named=offered.named,
    )


def _found(unit: UnitOfWork, proposal: str, number: int) -> Amendment:
    found = unit.amendments.where(proposal=proposal, number=number)
    if not found:
        raise NoSuchAmendment
    return found[0]


def _open(unit: UnitOfWork, proposal: str, number: int) -> tuple[Proposal, Amendment]:
    found = submitted(unit, proposal)
    amendment = _found(unit, proposal, number)
    if amendment.state is not AmendmentState.OPEN or amendment.removed:
        raise AnsweredAlready
    return found, amendment


def _answerable(
    unit: UnitOfWork, proposal: str, number: int, writer: str, now: datetime
) -> tuple[Proposal, Amendment]:
    check_writer(submitted(unit, proposal), writer)
    found, amendment = _open(unit, proposal, number)
    standing_in(unit, found, BEFORE_THE_FREEZE, now)
    return found, amendment


def _answered(
    unit: UnitOfWork, amendment: Amendment, state: AmendmentState, reason: str, became: str, now: datetime
) -> None:
    unit.amendments.put(replace(amendment, state=state, answer=reason, answered_at=now, became=became))


def _text_of(unit: UnitOfWork, proposal: Proposal, number: int) -> str:
    kept = unit.versions.get(version_id(proposal.id, number))
    return proposal.text if kept is None else kept.text
