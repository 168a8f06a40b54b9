"""What publish reads of the store: everything at one moment, without ballots and keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from domain.crisis import Activation, Called
from domain.exchange import Exchange, Intent
from domain.governance.challenge import Challenge, Recount, Review
from domain.governance.deliberation import Amendment, Coauthor, Version
from domain.governance.draw import DrawMark, PublicDraw
from domain.governance.proposal import Advice, AdviceAnswer, Argument, Promise, Proposal, Roll, Sponsorship
from domain.meeting import Gathering
from domain.pathways import Attendance, Mentoring
from domain.people import Member
from domain.programs import Participation
from domain.skills import Check, Vouch
from domain.trust import counted
from forms_api.store.base import Store
from forms_api.store.rows import Erasure, ProposalEvent, Trace

T = TypeVar("T")


@dataclass(frozen=True)
class Snapshot:
    """The store's collections in key order."""

    members: tuple[Member, ...]
    vouches: tuple[Vouch, ...]
    checks: tuple[Check, ...]
    participations: tuple[Participation, ...]
    intents: tuple[Intent, ...]
    exchanges: tuple[Exchange, ...]
    gatherings: tuple[Gathering, ...]
    attendance: tuple[Attendance, ...]
    mentoring: tuple[Mentoring, ...]
    activations: tuple[Activation, ...]
    called: tuple[Called, ...]
    proposals: tuple[Proposal, ...]
    events: tuple[ProposalEvent, ...]
    sponsorships: tuple[Sponsorship, ...]
    arguments: tuple[Argument, ...]
    versions: tuple[Version, ...]
    coauthors: Mapping[str, Coauthor]
    amendments: tuple[Amendment, ...]
    advice: tuple[Advice, ...]
    answers: Mapping[str, AdviceAnswer]
    promises: tuple[Promise, ...]
    rolls: Mapping[str, Roll]
    challenges: tuple[Challenge, ...]
    recounts: tuple[Recount, ...]
    reviews: Mapping[str, Review]
    draw_marks: tuple[DrawMark, ...]
    public_draws: Mapping[str, PublicDraw]
    traces: tuple[Trace, ...]
    erasures: tuple[Erasure, ...]

    @cached_property
    def on_roll(self) -> int:
        """How many members have a vote now."""
        return sum(member.votes for member in self.members)

    @cached_property
    def slugs(self) -> dict[str, str]:
        """The address of each member's entry."""
        return {member.id: member.entry.slug for member in self.members}

    @cached_property
    def vouches_of(self) -> dict[str, list[Vouch]]:
        """The vouches for each member whose giver's word counts."""
        roll = {member.id: member for member in self.members}
        return _by((v.of, v) for v in counted(self.vouches, roll))

    @cached_property
    def checks_of(self) -> dict[str, list[Check]]:
        return _by((c.member, c) for c in self.checks)

    @cached_property
    def events_of(self) -> dict[str, list[ProposalEvent]]:
        """The events of each proposal in the order of recording."""
        return _by((e.proposal, e) for e in sorted(self.events, key=lambda e: (e.proposal, e.number)))

    @cached_property
    def sponsorships_of(self) -> dict[str, list[Sponsorship]]:
        return _by((s.proposal, s) for s in self.sponsorships)

    @cached_property
    def arguments_of(self) -> dict[str, list[Argument]]:
        """The arguments of each proposal as they were made."""
        return _by((a.proposal, a) for a in sorted(self.arguments, key=lambda a: (a.at, a.id)))

    @cached_property
    def versions_of(self) -> dict[str, list[Version]]:
        """The versions of each proposal, the first at the front."""
        return _by((v.proposal, v) for v in sorted(self.versions, key=lambda v: (v.proposal, v.number)))

    @cached_property
    def amendments_of(self) -> dict[str, list[Amendment]]:
        """The amendments of each proposal in the order they came."""
        return _by((a.proposal, a) for a in sorted(self.amendments, key=lambda a: (a.proposal, a.number)))

    @cached_property
    def advice_of(self) -> dict[str, list[Advice]]:
        """The advice on each proposal as it was given."""
        return _by((a.proposal, a) for a in sorted(self.advice, key=lambda a: (a.at, a.id)))

    @cached_property
    def promises_of(self) -> dict[str, list[Promise]]:
        """The promises of each proposal, the first one due at the front."""
        return _by((p.proposal, p) for p in sorted(self.promises, key=lambda p: (p.due, p.what, p.id)))


def _by(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def snapshot(store: Store) -> Snapshot:
    """Return the store as it is between two writes."""
    with store.reading() as unit:
        return Snapshot(
            members=tuple(unit.members),
            vouches=tuple(unit.vouches),
            checks=tuple(unit.checks),
            participations=tuple(unit.participations),
            intents=tuple(unit.intents),
            exchanges=tuple(unit.exchanges),
            gatherings=tuple(unit.gatherings),
            attendance=tuple(unit.attendance),
            mentoring=tuple(unit.mentoring),
            activations=tuple(unit.activations),
            called=tuple(unit.called),
            proposals=tuple(p for p in unit.proposals if p.policy is not None),
            events=tuple(unit.events),
            sponsorships=tuple(unit.sponsorships),
            arguments=tuple(unit.arguments),
            versions=tuple(unit.versions),
            coauthors={coauthor.id: coauthor for coauthor in unit.coauthors},
            amendments=tuple(unit.amendments),
            advice=tuple(unit.advice),
            answers={answer.id: answer for answer in unit.answers},
            promises=tuple(unit.promises),
            rolls={roll.proposal: roll for roll in unit.rolls},
            challenges=tuple(unit.challenges),
            recounts=tuple(unit.recounts),
            reviews={review.id: review for review in unit.reviews},
            draw_marks=tuple(unit.draw_marks),
            public_draws={public.id: public for public in unit.public_draws},
            traces=tuple(unit.traces),
            erasures=tuple(one for one in unit.erasures if one.done_at is not None),
        )
