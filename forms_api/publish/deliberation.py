"""Versions, amendments and answers of a proposal as everyone may read them: no member, no id, names by consent."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from domain.governance.deliberation import Amendment, Version
from domain.governance.proposal import Argument, ArgumentKind, Proposal
from domain.record.public import PublicAmendment, PublicReply, PublicVersion
from forms_api.publish.snapshot import Snapshot
from forms_api.services.coauthors import coauthor_id
from forms_api.services.versions import writes

Name = Callable[[Snapshot, str, bool], str]
"""The address of a member's public entry where they agreed to be named, else nothing."""


def public_versions(proposal: Proposal, snapshot: Snapshot, name: Name) -> tuple[PublicVersion, ...]:
    """Return the proposal's versions in order; one that was taken off has lost its words and its salt."""
    return tuple(_version(v, proposal, snapshot, name) for v in snapshot.versions_of.get(proposal.id, ()))


def _version(version: Version, proposal: Proposal, snapshot: Snapshot, name: Name) -> PublicVersion:
    by = name(snapshot, version.by, _agreed(proposal, version.by, snapshot))
    if version.removed:
        return PublicVersion(version.number, version.at, by, "", "", "", removed=version.removed)
    return PublicVersion(
        number=version.number,
        at=version.at,
        by=by,
        title=version.title,
        summary=version.summary,
        text=version.text,
        options=version.options,
        why=version.why,
        salt=version.salt,
    )


def _agreed(proposal: Proposal, member: str, snapshot: Snapshot) -> bool:
    """Tell whether who wrote a version agreed to be named as author or as co-author."""
    if member == proposal.author:
        return proposal.named
    part = snapshot.coauthors.get(coauthor_id(proposal.id, member))
    return part is not None and part.named


def public_amendments(proposal: Proposal, snapshot: Snapshot, name: Name) -> tuple[PublicAmendment, ...]:
    """Return the proposal's amendments in the order they came."""
    return tuple(_amendment(a, snapshot, name) for a in snapshot.amendments_of.get(proposal.id, ()))


def _amendment(amendment: Amendment, snapshot: Snapshot, name: Name) -> PublicAmendment:
    gone = bool(amendment.removed)
    return PublicAmendment(
        number=amendment.number,
        kind=amendment.kind,
        on=amendment.at.date(),
        by="" if gone else name(snapshot, amendment.member, amendment.named),
        version=amendment.version,
        title="" if gone else amendment.title,
        text="" if gone else amendment.text,
        reason="" if gone else amendment.reason,
        cost="" if gone else amendment.cost,
        state=amendment.state,
        answer=amendment.answer,
        answered_on=amendment.answered_at.date() if amendment.answered_at else None,
        became=amendment.became,
        removed=amendment.removed,
    )


def replies(
    proposal: Proposal, said: Iterable[Argument], snapshot: Snapshot, name: Name
) -> dict[str, tuple[PublicReply, ...]]:
    """Return the answers to the proposal's questions, by the question's id."""
    told: dict[str, tuple[PublicReply, ...]] = {}
    for argument in said:
        if argument.kind is ArgumentKind.ANSWER:
            told[argument.to] = (*told.get(argument.to, ()), _reply(proposal, argument, snapshot, name))
    return told


def _reply(proposal: Proposal, answer: Argument, snapshot: Snapshot, name: Name) -> PublicReply:
    if answer.removed:
        return PublicReply("", "", answer.at.date(), answer.removed)
    by = name(snapshot, answer.member, answer.named)
    return PublicReply(answer.text, by, answer.at.date(), author=writes(proposal, answer.member))
