"""Proposals from the first draft to the agenda, and their withdrawal."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from domain.catalogue import Catalogue
from domain.governance.deliberation import version_of, with_ids
from domain.governance.lifecycle import ENDED, Event, State
from domain.governance.outcome import BEFORE_THE_FREEZE
from domain.governance.pinning import policy_hash
from domain.governance.policy import ConstituencyRule, Policy
from domain.governance.policy import NetworkTooSmall as TooFewForDefaults
from domain.governance.proposal import Option, Proposal
from domain.governance.terms import Terms, out_of_reach, terms
from domain.people import Member
from domain.privacy import SPLIT_FROM_BALLOTS
from forms_api.services.constituency import group_of, needs_a_program, program_group
from forms_api.services.ids import Chance, new_id
from forms_api.services.options import check_options
from forms_api.services.proposal_events import (
    NoSuchProposal,
    record_event,
    standing_in,
    state_of,
    submitted,
)
from forms_api.services.refusals import N_, Refused
from forms_api.store.base import Store, UnitOfWork

MAX_OPEN_PROPOSALS = 5
"""Drafts and proposals on their way that one member may have at a time (docs/policies.md)."""

GROUP_RULES = frozenset({ConstituencyRule.CONCURRENT, ConstituencyRule.SECOND_READING})


class NotAVoter(Refused):
    message = N_("Members who are on the electoral roll can do this. Ask a steward when you will be on it.")


class NotYours(Refused):
    message = N_("Only the author can do this.")
    status = 403


class TooManyOpen(Refused):
    message = N_(
        "You have %(open)s drafts and proposals on their way, and that is as many as one member may have. "
        "Discard or withdraw one, or wait until one is decided."
    )


class UnknownPolicy(Refused):
    message = N_("This rule book does not exist any more. Choose another one.")


class UnknownProgram(Refused):
    message = N_("This program does not exist any more. Choose another one, or none.")


class ProgramMissing(Refused):
    message = N_("This rule book is for matters of one program. Choose the program this is about.")


class NetworkTooSmall(Refused):
    message = N_(
        "With %(members)s members this rule book has no numbers for sponsors and quorum. "
        "Choose a rule book that gives its numbers itself."
    )


class GroupTooSmall(Refused):
    message = N_(
        "This rule book asks the people the proposal concerns on their own, and that needs a group of at least "
        "%(least)s on the roll: in a smaller one a count would tell how single people voted. "
        "Now it has %(group)s. Choose a rule book under which everyone decides."
    )


class OutOfReach(Refused):
    message = N_(
        "On a roll of %(members)s this rule book asks for more than everybody together could give. "
        "Choose another one."
    )


@dataclass(frozen=True)
class Draft:
    """What the author writes."""

    title: str
    summary: str
    text: str
    policy: str
    program: str = ""
    named: bool = False
    options: tuple[Option, ...] = ()


def voting_members(unit: UnitOfWork) -> list[Member]:
    """Return the members who belong on an electoral roll, in the order of their ids."""
    return [member for member in unit.members if member.votes]


def write_draft(
    store: Store,
    catalogue: Catalogue,
    member: str,
    draft: Draft,
    now: datetime,
    token: Chance = secrets.token_bytes,
) -> Proposal:
    """
    Keep a new draft and return it; nobody but its author sees it.

    Raises:
        NotAVoter, UnknownPolicy, UnknownProgram, TooManyOpen. AlreadyThere: *token* gave an id that is taken.
    """
    _policy(catalogue, draft.policy, draft.program)
    with store.unit() as unit:
        _voter(unit, member)
        _check_room(unit, member)
        proposal = _drafted(Proposal(new_id(token), "", "", "", member, now, ""), draft)
        unit.proposals.add(proposal)
    return proposal


def edit_draft(store: Store, catalogue: Catalogue, proposal: str, member: str, draft: Draft) -> Proposal:
    """
    Keep the draft as its author now writes it.

    Raises:
        NoSuchProposal, UnknownPolicy, UnknownProgram.
    """
    _policy(catalogue, draft.policy, draft.program)
    with store.unit() as unit:
        changed = _drafted(own_draft(unit, proposal, member), draft)
        unit.proposals.put(changed)
    return changed


def discard_draft(store: Store, proposal: str, member: str) -> None:
    """
    Forget a draft; nothing of it remains.

    Raises:
        NoSuchProposal.
    """
    with store.unit() as unit:
        unit.proposals.remove(own_draft(unit, proposal, member).id)


def submit(store: Store, catalogue: Catalogue, proposal: str, member: str, now: datetime) -> Proposal:
    """
    Put a draft before everybody: number it, pin its policy, ask for sponsors. Return the numbered proposal.

    A second submission of the same draft returns what the first one made.

    Raises:
        NoSuchProposal, NotAVoter, UnknownPolicy, UnknownProgram, ProgramMissing, NetworkTooSmall,
        GroupTooSmall, OutOfReach, OptionsWrong.
    """
    with store.unit() as unit:
        before = unit.events.get(proposal)
        if before is not None:
            return submitted(unit, before.proposal)
        draft = own_draft(unit, proposal, member)
        _voter(unit, member)
        pinned, _ = pin(unit, catalogue, draft)
        numbered = replace(pinned, id=_next_number(unit, now), made_at=now)
        unit.proposals.remove(draft.id)
        unit.proposals.add(numbered)
        unit.versions.add(version_of(numbered, now, member, new_id()))
        # The draft's own id names the event, so that the same draft is never submitted twice.
        record_event(unit, numbered.id, Event.SUBMIT, now, by=member, key=draft.id)
    return numbered


@dataclass(frozen=True)
class Preview:
    """A draft as it would be submitted now; *refusal* says why it would not."""

    draft: Proposal
    policy: Policy | None
    terms: Terms | None
    refusal: Refused | None


def preview_of(store: Store, catalogue: Catalogue, proposal: str, member: str) -> Preview:
    """
    Return the member's draft and what its rule book asks for on today's roll.

    Raises:
        NoSuchProposal.
    """
    with store.reading() as unit:
        draft = own_draft(unit, proposal, member)
        try:
            pinned, reading = pin(unit, catalogue, draft)
        except Refused as refusal:
            return Preview(draft, catalogue.policies.get(draft.policy_slug), None, refusal)
    return Preview(draft, pinned.policy, reading, None)


def withdraw(store: Store, proposal: str, member: str, reason: str, now: datetime) -> None:
    """
    Take a proposal back; its author can until the text is frozen. *reason* is public.

    Raises:
        NoSuchProposal, NotYours, NotNow.
    """
    with store.unit() as unit:
        found = submitted(unit, proposal)
        if found.author != member:
            raise NotYours
        standing_in(unit, found, BEFORE_THE_FREEZE, now)
        record_event(unit, proposal, Event.WITHDRAW, now, by=member, reason=reason)


def own_draft(unit: UnitOfWork, proposal: str, member: str) -> Proposal:
    """
    Return the member's own draft.

    Raises:
        NoSuchProposal: there is none, it is no draft any more, or another member writes it.
    """
    found = unit.proposals.get(proposal)
    if found is None or found.policy is not None or found.author != member:
        raise NoSuchProposal
    return found


def pin(unit: UnitOfWork, catalogue: Catalogue, draft: Proposal) -> tuple[Proposal, Terms]:
    """
    Return the draft with its policy pinned, and what the policy asks for on today's roll.

    Raises:
        UnknownPolicy, UnknownProgram, ProgramMissing, NetworkTooSmall, GroupTooSmall, OutOfReach, OptionsWrong.
    """
    policy = _policy(catalogue, draft.policy_slug, draft.program)
    roll = [member.id for member in voting_members(unit)]
    group = group_of(unit, catalogue, policy, draft.program, roll)
    if needs_a_program(policy) and not draft.program:
        raise ProgramMissing
    if policy.constituency in GROUP_RULES and len(group) < SPLIT_FROM_BALLOTS:
        raise GroupTooSmall(least=SPLIT_FROM_BALLOTS, group=len(group))
    try:
        of_program = bool(program_group(unit, catalogue, draft.program, (draft.author,)))
        reading = terms(policy, len(roll), of_program=of_program)
    except TooFewForDefaults as few:
        raise NetworkTooSmall(members=few.members) from few
    if out_of_reach(policy, reading):
        raise OutOfReach(members=len(roll))
    check_options(draft.options, policy)
    pinned = replace(
        draft,
        policy=policy,
        policy_hash=policy_hash(policy),
        sponsors_needed=reading.sponsors,
    )
    return pinned, reading


def _policy(catalogue: Catalogue, slug: str, program: str) -> Policy:
    policy = catalogue.policies.get(slug)
    if policy is None:
        raise UnknownPolicy
    if program and program not in catalogue.programs:
        raise UnknownProgram
    return policy


def _voter(unit: UnitOfWork, member: str) -> Member:
    found = unit.members.get(member)
    if found is None or not found.votes:
        raise NotAVoter
    return found


def _check_room(unit: UnitOfWork, member: str) -> None:
    own = unit.proposals.where(author=member)
    still_open = sum(state_of(unit, p.id) not in ENDED | {State.ADOPTED, State.IMPLEMENTING} for p in own)
    if still_open >= MAX_OPEN_PROPOSALS:
        raise TooManyOpen(open=still_open)


def _drafted(proposal: Proposal, draft: Draft) -> Proposal:
    return replace(
        proposal,
        title=draft.title,
        summary=draft.summary,
        text=draft.text,
        policy_slug=draft.policy,
        program=draft.program,
        named=draft.named,
        options=with_ids(draft.options, proposal.options),
    )


def _next_number(unit: UnitOfWork, now: datetime) -> str:
    year = f"{now.astimezone(UTC).year}-"
    taken = [int(p.id.removeprefix(year)) for p in unit.proposals if p.policy and p.id.startswith(year)]
    return f"{year}{max(taken, default=0) + 1}"
