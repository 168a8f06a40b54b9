"""
What an erasure does with each collection of the main file: two tables, and every collection stands in one of them.

Rules of this file: words and ways to reach somebody go; what counts for others stays, beside a random id that
nobody's name hangs on any more. What a member wrote goes with them until it came to a vote; from then on it is
what everybody decided about, and goes only where they ask for it and the vote is over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from domain.governance.ballot import pseudonym
from domain.governance.deliberation import Version
from domain.governance.lifecycle import Event, State
from domain.governance.moderation import version_mark
from domain.governance.outcome import BEFORE_THE_FREEZE
from domain.governance.proposal import Proposal
from domain.people import Member
from domain.programs import UNDER_WAY, PartState
from forms_api.services.leaving import end_all
from forms_api.services.moves import forget
from forms_api.services.proposal_events import record_event, state_of
from forms_api.store.base import UnitOfWork
from forms_api.store.rows import Tombstone

UNDER_VOTE = frozenset({State.FROZEN, State.VOTING, State.PROVISIONAL, State.RECOUNT})
NAMELESS = "a member"
"""What stands in the place of a name that somebody wrote into a promise."""


@dataclass(frozen=True)
class Leaving:
    """Whose data are erased, when, and whether the words that came to a vote go too."""

    member: Member
    now: datetime
    words: bool = False

    @property
    def id(self) -> str:
        return self.member.id


Rule = Callable[[UnitOfWork, Leaving], Iterable[Tombstone] | None]


def _remove(name: str, *fields: str) -> Rule:
    """Return the rule that removes every row that names the member in one of *fields*."""

    def rule(unit: UnitOfWork, who: Leaving) -> None:
        rows = getattr(unit, name)
        for field in fields:
            for row in rows.where(**{field: who.id}):
                rows.remove(row.id)

    return rule


def _members(unit: UnitOfWork, who: Leaving) -> None:
    for other in list(unit.members):
        if who.id in other.blocked:
            unit.members.put(replace(other, blocked=tuple(one for one in other.blocked if one != who.id)))


def _exchange(unit: UnitOfWork, who: Leaving) -> None:
    """End what is under way; a match that an unanswered exchange hangs on loses its words and stays until then."""
    end_all(unit, who.id, who.now)
    for match in (*unit.matches.where(provider=who.id), *unit.matches.where(receiver=who.id)):
        if any(not one.confirmed for one in unit.exchanges.where(match=match.id)):
            forget(unit, match)
        else:
            unit.matches.remove(match.id)
    for match in unit.matches.where(apprentice=who.id):
        unit.matches.put(replace(match, apprentice=""))


def _intents(unit: UnitOfWork, who: Leaving) -> None:
    for intent in unit.intents.where(member=who.id):
        if not unit.matches.where(need=intent.id):
            unit.intents.remove(intent.id)


def _gatherings(unit: UnitOfWork, who: Leaving) -> None:
    for gathering in unit.gatherings.where(written_by=who.id):
        unit.gatherings.put(replace(gathering, title=""))


def _participations(unit: UnitOfWork, who: Leaving) -> None:
    for part in unit.participations.where(member=who.id):
        if part.state is PartState.WAITING:
            unit.participations.remove(part.id)
        else:
            state = PartState.LEFT if part.state in UNDER_WAY else part.state
            unit.participations.put(replace(part, state=state, named=False, mentor=""))
    for part in unit.participations.where(mentor=who.id):
        unit.participations.put(replace(part, mentor=""))


def _called(unit: UnitOfWork, who: Leaving) -> None:
    """Free the jobs of what is running; the figures of what is over stay true."""
    running = {one.id for one in unit.activations if one.running}
    for call in unit.called.where(member=who.id):
        if call.activation in running:
            unit.called.remove(call.id)


def _proposals(unit: UnitOfWork, who: Leaving) -> list[Tombstone]:
    gone: list[Tombstone] = []
    for proposal in unit.proposals.where(author=who.id):
        if proposal.policy is None:
            unit.proposals.remove(proposal.id)
        else:
            gone += _submitted(unit, proposal, who)
    for proposal in list(unit.proposals):
        if who.id in proposal.coauthors and state_of(unit, proposal.id) in BEFORE_THE_FREEZE:
            left = tuple(one for one in proposal.coauthors if one != who.id)
            unit.proposals.put(replace(proposal, coauthors=left))
    return gone


def _submitted(unit: UnitOfWork, proposal: Proposal, who: Leaving) -> list[Tombstone]:
    """Hand the proposal to a co-author, or withdraw it, where that may still be; erase what words may go."""
    state = state_of(unit, proposal.id)
    heirs = [one for one in proposal.coauthors if one != who.id]
    if state in BEFORE_THE_FREEZE and heirs:
        unit.proposals.put(replace(proposal, author=heirs[0], coauthors=tuple(heirs[1:]), named=False))
        return []
    if state in BEFORE_THE_FREEZE:
        record_event(unit, proposal.id, Event.WITHDRAW, who.now, by=who.id)
        state = State.WITHDRAWN
    voted = unit.rolls.get(proposal.id) is not None
    erased = not voted or (who.words and state not in UNDER_VOTE)
    if not erased:
        unit.proposals.put(replace(proposal, named=False))
        return []
    unit.proposals.put(
        replace(
            proposal,
            title=proposal.id,
            summary="",
            text="",
            # The ballots of a vote name its options.
            options=proposal.options if voted else (),
            named=False,
            erased=True,
        )
    )
    return [_removed(unit, version) for version in unit.versions.where(proposal=proposal.id)]


def _versions(unit: UnitOfWork, who: Leaving) -> list[Tombstone]:
    """Remove the member's wordings but for those that proposals have now, which lose their reasons."""
    gone = []
    for version in unit.versions.where(by=who.id):
        proposal = unit.proposals.get(version.proposal)
        if proposal is not None and proposal.version == version.number:
            unit.versions.put(replace(version, why=""))
        else:
            gone.append(_removed(unit, version))
    return gone


def _removed(unit: UnitOfWork, version: Version) -> Tombstone:
    unit.versions.remove(version.id)
    return Tombstone(version.proposal, version_mark(version) if version.salt else "")


def _sponsorships(unit: UnitOfWork, who: Leaving) -> None:
    for support in unit.sponsorships.where(member=who.id):
        if state_of(unit, support.proposal) is State.SPONSORING:
            unit.sponsorships.remove(support.id)
        else:
            unit.sponsorships.put(replace(support, named=False))


def _coauthors(unit: UnitOfWork, who: Leaving) -> None:
    for part in unit.coauthors.where(member=who.id):
        if part.accepted_at is None:
            unit.coauthors.remove(part.id)
        else:
            unit.coauthors.put(replace(part, named=False))


def _amendments(unit: UnitOfWork, who: Leaving) -> None:
    _remove("amendments", "member")(unit, who)
    for mine in unit.proposals.where(author=who.id):
        for amendment in unit.amendments.where(proposal=mine.id):
            unit.amendments.put(replace(amendment, answer=""))


def _promises(unit: UnitOfWork, who: Leaving) -> None:
    """Take the name off promises: their owner is written as the public reads it."""
    name = who.member.entry.name.casefold()
    for promise in unit.promises:
        if name and promise.owner.strip().casefold() == name:
            unit.promises.put(replace(promise, owner=NAMELESS))


def _events(unit: UnitOfWork, who: Leaving) -> None:
    """Take the reasons off that were written on taking a proposal back; the codes of stewards stay."""
    for event in unit.events.where(by=who.id, event=Event.WITHDRAW):
        unit.events.put(replace(event, reason=""))


def _challenges(unit: UnitOfWork, who: Leaving) -> None:
    """Delete the words of the member's doubts: its reason code stays, and is answered."""
    for key in unit.keys:
        mine = pseudonym(bytes.fromhex(key.key), key.id, who.id)
        for challenge in unit.challenges.where(proposal=key.id, by=mine):
            unit.challenges.put(replace(challenge, words=""))


CLEARED: dict[str, Rule] = {
    "members": _members,
    "matches": _exchange,
    "intents": _intents,
    "messages": _remove("messages", "by"),
    "sightings": _remove("sightings", "of"),
    "gatherings": _gatherings,
    "vouches": _remove("vouches", "by", "of"),
    "checks": _remove("checks", "member"),
    "mandates": _remove("mandates", "member", "helper"),
    "acted": _remove("acted", "member"),
    "participations": _participations,
    "mentoring": _remove("mentoring", "member"),
    "called": _called,
    "notices": _remove("notices", "member"),
    "sponsorships": _sponsorships,
    "coauthors": _coauthors,
    "arguments": _remove("arguments", "member"),
    "advice": _remove("advice", "member"),
    "amendments": _amendments,
    "promises": _promises,
    "events": _events,
    "challenges": _challenges,
    "proposals": _proposals,
    "versions": _versions,
}
"""By collection what an erasure does to it, in the order in which it is done."""

STAYS = {
    "exchanges": "two random ids, a skill, an amount and a day; half of it is somebody else's",
    "attendance": "the numbers of participations, for ninety days",
    "activations": "who called a crisis, by random id",
    "answers": "what a decision answers to its group, which is the network's word",
    "reviews": "what came of a decision, which is the network's word",
    "recounts": "who counted again, by random id",
    "draw_marks": "the secrets that lots were drawn from, for the lot is checked with them",
    "public_draws": "the name of a public lottery",
    "rolls": "who could vote, by random id; the public roll follows from it",
    "traces": "that a steward took something off, by reason code; it never named the member concerned",
    "paper_in": "somebody's word that all ballots on paper are entered, by random id",
    "erasures": "that somebody was erased, by the mark of a random id",
}
"""By collection what stays of an erased member in the main file, and why."""


def clear(unit: UnitOfWork, who: Leaving) -> tuple[Tombstone, ...]:
    """Apply every rule in this unit of work; return the tombstones of bodies that the log may hold marks of."""
    gone: list[Tombstone] = []
    for rule in CLEARED.values():
        gone.extend(rule(unit, who) or ())
    # A wording without a salt never came into the log.
    return tuple(one for one in gone if one.mark)
