"""Every submitted proposal as everyone may read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from domain.governance.lifecycle import TRANSITIONS, State, state_after, timetable
from domain.governance.policy import Policy
from domain.governance.proposal import Argument, ArgumentKind, Promise, Proposal
from domain.record.canonical import canonical
from domain.record.public import (
    PublicAdvice,
    PublicAnswer,
    PublicArgument,
    PublicEvent,
    PublicMember,
    PublicPromise,
    PublicProposal,
    PublicReply,
)
from forms_api.publish.afterwards import afterwards
from forms_api.publish.deliberation import public_amendments, public_versions, replies
from forms_api.publish.files import RecordFolder
from forms_api.publish.resting import Names, Rested
from forms_api.publish.snapshot import Snapshot
from forms_api.publish.votes import counted
from forms_api.services.coauthors import coauthor_id
from forms_api.store.rows import ProposalEvent


@dataclass(frozen=True)
class Shown:
    """Who may be named, what is counted, how many voted: what a proposal's page needs besides the store."""

    members: Mapping[str, PublicMember]
    folder: RecordFolder
    turnout: Mapping[str, int]
    asked: Names = field(default_factory=dict)
    """Notes whose name was asked for, and what was answered."""

    def name(self, snapshot: Snapshot, member: str, agreed: bool) -> str:
        """Return the address of the member's public entry where they agreed to be named, else nothing."""
        slug = snapshot.slugs.get(member, "") if agreed else ""
        told = self.asked[member, agreed] = slug if slug in self.members else ""
        return told


def proposals_text(snapshot: Snapshot, shown: Shown, rested: Rested) -> bytes:
    """Return the proposals by their id in canonical JSON; what rests is told as it was told last."""
    rested.look(shown.folder.folder)

    def text(proposal: Proposal, policy: Policy) -> bytes:
        def made(names: Names) -> PublicProposal:
            return _public(proposal, policy, snapshot, replace(shown, asked=names))

        def name(member: str, agreed: bool) -> str:
            return shown.name(snapshot, member, agreed)

        return rested.text(proposal, shown.turnout.get(proposal.id), name, made)

    texts = {p.id: text(p, p.policy) for p in snapshot.proposals if p.policy is not None}
    # As canonical() would write the whole: the keys in the order of their UTF-16 code units.
    ordered = sorted(texts, key=lambda key: key.encode("utf-16-be"))
    return b"{" + b",".join(canonical(key) + b":" + texts[key] for key in ordered) + b"}"


def _public(proposal: Proposal, policy: Policy, snapshot: Snapshot, shown: Shown) -> PublicProposal:
    events = snapshot.events_of.get(proposal.id, [])
    state = state_after(event.recorded for event in events)
    times = timetable((event.recorded for event in events), policy)
    sponsors = snapshot.sponsorships_of.get(proposal.id, [])
    named = {shown.name(snapshot, s.member, s.named) for s in sponsors} - {""}
    roll = snapshot.rolls.get(proposal.id)
    answer = snapshot.answers.get(proposal.id)
    result, rows = counted(shown.folder, proposal.id) or (None, False)
    return PublicProposal(
        id=proposal.id,
        title=proposal.title,
        summary=proposal.summary,
        text=proposal.text,
        author=shown.name(snapshot, proposal.author, proposal.named),
        program=proposal.program,
        policy=policy,
        policy_hash=proposal.policy_hash,
        state=state,
        events=_events(events),
        sponsors=len(sponsors),
        sponsors_needed=proposal.sponsors_needed,
        sponsors_named=tuple(sorted(named)),
        arguments=_arguments(proposal, snapshot, shown),
        lapses=times.lapses,
        freezes=times.freezes,
        opens=times.opens,
        shut=times.shut,
        certifies=times.certifies,
        eligible=len(roll.members) if roll else None,
        turnout=shown.turnout.get(proposal.id) if state is State.VOTING else None,
        result=result,
        rows_published=rows,
        promises=tuple(_promise(p) for p in snapshot.promises_of.get(proposal.id, ())),
        advice=tuple(
            PublicAdvice(a.text, shown.name(snapshot, a.member, a.named), a.at.date())
            for a in snapshot.advice_of.get(proposal.id, ())
        ),
        answer=PublicAnswer(answer.text, answer.at.date()) if answer else None,
        options=proposal.options,
        version=proposal.version,
        versions=public_versions(proposal, snapshot, shown.name),
        amendments=public_amendments(proposal, snapshot, shown.name),
        coauthors=len(proposal.coauthors),
        coauthors_named=_coauthors(proposal, snapshot, shown),
        afterwards=afterwards(proposal, snapshot, shown.folder),
        erased=proposal.erased,
    )


def _events(events: list[ProposalEvent]) -> tuple[PublicEvent, ...]:
    public, state = [], State.DRAFT
    for event in events:
        state = TRANSITIONS[state, event.event]
        public.append(PublicEvent(event.event.value, event.at, state, event.reason))
    return tuple(public)


def _coauthors(proposal: Proposal, snapshot: Snapshot, shown: Shown) -> tuple[str, ...]:
    parts = (snapshot.coauthors.get(coauthor_id(proposal.id, member)) for member in proposal.coauthors)
    named = {shown.name(snapshot, part.member, part.named) for part in parts if part is not None}
    return tuple(sorted(named - {""}))


def _arguments(proposal: Proposal, snapshot: Snapshot, shown: Shown) -> tuple[PublicArgument, ...]:
    said = snapshot.arguments_of.get(proposal.id, [])
    told = replies(proposal, said, snapshot, shown.name)
    return tuple(
        _argument(a, snapshot, shown, told.get(a.id, ())) for a in said if a.kind is not ArgumentKind.ANSWER
    )


def _argument(
    argument: Argument, snapshot: Snapshot, shown: Shown, told: tuple[PublicReply, ...]
) -> PublicArgument:
    if argument.removed:
        return PublicArgument(argument.kind, "", "", argument.at.date(), argument.removed, told)
    by = shown.name(snapshot, argument.member, argument.named)
    return PublicArgument(argument.kind, argument.text, by, argument.at.date(), replies=told)


def _promise(promise: Promise) -> PublicPromise:
    return PublicPromise(
        promise.what, promise.owner, promise.due, promise.state, promise.evidence, promise.settled_on
    )
