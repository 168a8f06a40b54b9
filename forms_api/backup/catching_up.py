"""
What the published record tells of after the backup: taken over as far as it goes, and told where it does not.

Rules of this file: what was signed and published stands, whatever the backup holds. A vote whose ballots or key
are not in the backup cannot be ended truly, so it ends as invalid, for everyone to read; one that was certified
stands as it was counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.codec import from_plain
from domain.governance.deliberation import Version, version_id
from domain.governance.lifecycle import Event, State
from domain.governance.moderation import RuleBroken
from domain.governance.proposal import Proposal
from domain.record.public import PublicProposal
from forms_api.services.proposal_events import record_event, recorded, state_of
from forms_api.store.base import UnitOfWork
from forms_api.store.rows import ProposalEvent

COUNTING = frozenset({Event.CLOSE, Event.RECOUNT, Event.RECOUNTED})
BEFORE_THE_COUNT = frozenset({State.FROZEN, State.VOTING})
COUNTED = frozenset({State.PROVISIONAL, State.RECOUNT})


@dataclass(frozen=True)
class News:
    """What the log tells beyond the backup: its entries, and every proposal as the public reads it now."""

    entries: Sequence[Mapping[str, Any]]
    proposals: Mapping[str, PublicProposal]

    @property
    def touched(self) -> list[str]:
        """The proposals that something happened to, in the order of their first news."""
        told = (
            str(entry["proposal"])
            for entry in self.entries
            if entry["type"] != "moderation" and "proposal" in entry
        )
        return [one for one in dict.fromkeys(told) if one in self.proposals]


def news_of(raw: Iterable[bytes], state: bytes) -> News:
    """Return what the entries *raw* and the published state of the proposals tell."""
    shown: dict[str, PublicProposal] = from_plain(dict[str, PublicProposal], json.loads(state or b"{}"))
    return News([json.loads(entry) for entry in raw], shown)


def losses(news: News, unit: UnitOfWork) -> tuple[str, ...]:
    """Return in words what cannot be taken over, without changing anything."""
    lost = []
    for proposal in news.touched:
        shown = news.proposals[proposal]
        if unit.proposals.get(proposal) is None:
            lost.append(f"proposal {proposal}: who wrote it, who supports it and what was said about it")
        if _given_up(news, unit, proposal, shown):
            lost.append(f"proposal {proposal}: its vote, which ends as invalid; it has to be put again")
        elif _new_events(unit, proposal, shown):
            lost.append(f"proposal {proposal}: what was entered about it since (its steps and its text are kept)")
    return tuple(lost)


def catch_up(news: News, unit: UnitOfWork, now: datetime) -> None:
    """Take the steps and the texts of the proposals over, and end the votes that cannot be ended truly."""
    for proposal in news.touched:
        shown = news.proposals[proposal]
        give_up = _given_up(news, unit, proposal, shown)
        new = _new_events(unit, proposal, shown)
        unit.proposals.put(_merged(unit.proposals.get(proposal), shown))
        for event in new:
            unit.events.put(event)
        _take_versions(unit, proposal, shown)
        if give_up:
            record_event(unit, proposal, Event.INVALIDATE, now, reason=RuleBroken.LOST.value)


def _new_events(unit: UnitOfWork, proposal: str, shown: PublicProposal) -> list[ProposalEvent]:
    known = len(recorded(unit, proposal))
    return [
        ProposalEvent(f"{proposal}-{number:02}", proposal, number, Event(event.event), event.at, event.reason)
        for number, event in enumerate(shown.events, start=1)
        if number > known
    ]


def _given_up(news: News, unit: UnitOfWork, proposal: str, shown: PublicProposal) -> bool:
    """Tell whether the vote lacks its key or its ballots while it is not certified."""
    if shown.state in BEFORE_THE_COUNT:
        return unit.keys.get(proposal) is None
    return shown.state in COUNTED and any(one.event in COUNTING for one in _new_events(unit, proposal, shown))


def _merged(own: Proposal | None, shown: PublicProposal) -> Proposal:
    return Proposal(
        id=shown.id,
        title=shown.title,
        summary=shown.summary,
        text=shown.text,
        author=own.author if own else "",
        made_at=own.made_at if own else shown.events[0].at,
        policy_slug=shown.policy.slug,
        named=own.named if own else False,
        program=shown.program,
        policy=shown.policy,
        policy_hash=shown.policy_hash,
        sponsors_needed=shown.sponsors_needed,
        options=shown.options,
        coauthors=own.coauthors if own else (),
        version=shown.version,
        erased=shown.erased,
    )


def _take_versions(unit: UnitOfWork, proposal: str, shown: PublicProposal) -> None:
    for one in shown.versions:
        key = version_id(proposal, one.number)
        if unit.versions.get(key) is None and not one.removed:
            unit.versions.put(
                Version(
                    id=key,
                    proposal=proposal,
                    number=one.number,
                    at=one.at,
                    by="",
                    title=one.title,
                    summary=one.summary,
                    text=one.text,
                    options=one.options,
                    why=one.why,
                    salt=one.salt,
                )
            )


def voting_now(unit: UnitOfWork) -> list[str]:
    """Return the proposals that were being voted on when the backup was made."""
    return [one.id for one in unit.proposals if one.policy and state_of(unit, one.id) is State.VOTING]
