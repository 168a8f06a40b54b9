"""A page for each proposal, what lists show of it, and the rule books."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from domain.governance.commitments import CommitmentStanding, commitment_standing
from domain.governance.lifecycle import Event, State
from domain.governance.moderation import ModerationReason, why_stopped
from domain.governance.policy import Method, NetworkTooSmall
from domain.governance.proposal import ArgumentKind
from domain.governance.terms import Terms, terms
from domain.record.public import PublicAdvice, PublicArgument, PublicPromise, PublicProposal, PublicReply
from presentation.tallies.report import Report, report
from site_builder import structured
from site_builder.counts import Beyond
from site_builder.model import Site
from site_builder.pages import deliberation
from site_builder.pages.page import logged, page
from site_builder.pages.related import near_proposal
from site_builder.references import MemberRef, ProgramRef
from site_builder.steps import Step
from site_builder.syndication.feeds import PROPOSALS, links
from site_builder.units import Unit, each
from site_builder.watching import summary

STAGES: tuple[tuple[str, tuple[State, ...]], ...] = (
    ("voting", (State.VOTING,)),
    ("frozen", (State.FROZEN,)),
    ("deliberation", (State.DELIBERATION,)),
    ("sponsoring", (State.SPONSORING,)),
    ("provisional", (State.PROVISIONAL, State.RECOUNT)),
    ("adopted", (State.ADOPTED, State.IMPLEMENTING, State.DONE)),
    ("not_adopted", (State.REJECTED, State.NO_QUORUM, State.TIED)),
    ("ended", (State.WITHDRAWN, State.LAPSED, State.INVALID)),
)
"""What a reader looks for first stands first; every state has its place (a test holds this)."""

CERTIFIED = frozenset({State.ADOPTED, State.IMPLEMENTING, State.DONE, State.REJECTED, State.NO_QUORUM, State.TIED})
NEVER = datetime.min.replace(tzinfo=UTC)
EXAMPLE_ROLLS = (20, 100, 1000)


@dataclass(frozen=True)
class ProposalRow:
    """A proposal in a list; *until* is the moment its stage ends, *since* when it came into it."""

    path: str
    title: str
    summary: str
    state: State
    sponsors: int
    sponsors_needed: int
    until: datetime | None
    since: datetime | None
    program: ProgramRef | None
    method: Method
    options: int


@dataclass(frozen=True)
class Replied:
    """An answer to a question with the name its author agreed to, if any."""

    reply: PublicReply
    by: MemberRef | None
    removed: ModerationReason | None


@dataclass(frozen=True)
class Said:
    """An argument with the name its author agreed to, if any; *removed* tells why its text is gone."""

    argument: PublicArgument
    by: MemberRef | None
    removed: ModerationReason | None
    replies: tuple[Replied, ...] = ()


@dataclass(frozen=True)
class Advised:
    """Advice of somebody the proposal concerns, with the name they agreed to, if any."""

    advice: PublicAdvice
    by: MemberRef | None


@dataclass(frozen=True)
class Promised:
    """A promise and where it stands."""

    promise: PublicPromise
    standing: CommitmentStanding

    @property
    def late(self) -> bool:
        """Whether its day has passed and nothing settled it."""
        return self.standing is CommitmentStanding.LATE


@summary
def proposal_row(site: Site, number: str) -> ProposalRow:
    """Return the proposal as lists show it."""
    proposal = site.public.proposals[number]
    until = {
        State.SPONSORING: proposal.lapses,
        State.DELIBERATION: proposal.freezes,
        State.FROZEN: proposal.opens,
        State.VOTING: proposal.shut,
        State.PROVISIONAL: proposal.certifies,
    }
    known = proposal.program in site.catalogue.programs
    return ProposalRow(
        path=f"/proposals/{proposal.id}/",
        title=proposal.title,
        summary=proposal.summary,
        state=proposal.state,
        sponsors=proposal.sponsors,
        sponsors_needed=proposal.sponsors_needed,
        until=until.get(proposal.state),
        since=proposal.events[-1].at if proposal.events else None,
        program=site.program(proposal.program) if known else None,
        method=proposal.policy.method,
        options=len(proposal.options),
    )


@summary
def promised(site: Site, number: str) -> tuple[Promised, ...]:
    """Return the promises of a proposal, in the order they are due."""
    proposal = site.public.proposals[number]
    ordered = sorted(proposal.promises, key=lambda p: (p.due, p.what))
    return tuple(Promised(p, commitment_standing(p.state, p.due, p.settled_on, site.today)) for p in ordered)


@summary
def standing(site: Site, number: str) -> tuple[State, datetime, str]:
    """Return the state of a proposal, the moment of its last event, and its number: by which lists are ordered."""
    proposal = site.public.proposals[number]
    return proposal.state, proposal.events[-1].at if proposal.events else NEVER, number


def latest_first(site: Site, states: Container[State]) -> tuple[str, ...]:
    """Return the numbers of the proposals in *states* by the moment of their last event, newest first."""
    found = (standing(site, number) for number in site.public.proposals)
    ordered = sorted((one for one in found if one[0] in states), key=lambda one: one[1:], reverse=True)
    return tuple(number for _, _, number in ordered)


def units(site: Site, language: str) -> Iterator[Unit]:
    yield from each(proposal_pages, site.public.proposals, language)
    yield from each(policy_page, site.catalogue.policies, language)


def proposal_pages(site: Site, language: str, number: str) -> Iterator[Step]:
    proposal = site.public.proposals[number]
    yield _proposal_page(site, language, proposal)
    yield from deliberation.pages(site, language, proposal)
    if proposal.result is not None:
        yield _pack(site, language, proposal)


def policy_page(site: Site, language: str, slug: str) -> Iterator[Step]:
    policy = site.catalogue.policies[slug]
    yield page(
        site,
        language,
        f"/policies/{policy.slug}/",
        "policy.html",
        "decisions",
        policy=policy,
        readings=tuple(terms(policy, members) for members in EXAMPLE_ROLLS),
    )


def certified_on(proposal: PublicProposal) -> date | None:
    """Return the day on which the outcome was certified; None where it was not."""
    moments = [e.at for e in proposal.events if e.event.startswith("certify")]
    return moments[-1].date() if moments else None


def _moment(proposal: PublicProposal, *events: Event) -> datetime | None:
    names = {event.value for event in events}
    found = [e.at for e in proposal.events if e.event in names]
    return found[-1] if found else None


@dataclass(frozen=True)
class Moments:
    """When the steps of a proposal were recorded, and when those ahead are due; None where not known yet."""

    submitted: datetime | None
    supported: datetime | None
    frozen: datetime | None
    opened: datetime | None
    closed: datetime | None
    certified: datetime | None
    last: datetime | None


def _moments(proposal: PublicProposal) -> Moments:
    certified = [e.at for e in proposal.events if e.event.startswith("certify")]
    reading = _this_reading(proposal)
    return Moments(
        submitted=_moment(proposal, Event.SUBMIT),
        supported=_moment(proposal, Event.SUPPORTED, Event.SECOND_READING),
        frozen=_moment(reading, Event.FREEZE),
        opened=_moment(reading, Event.OPEN),
        closed=_moment(reading, Event.CLOSE),
        certified=certified[-1] if certified else None,
        last=proposal.events[-1].at if proposal.events else None,
    )


def _this_reading(proposal: PublicProposal) -> PublicProposal:
    """Return the proposal with the events of its second reading only, where it has one."""
    again = [at for at, e in enumerate(proposal.events) if e.event == Event.SECOND_READING]
    return replace(proposal, events=proposal.events[again[-1] :]) if again else proposal


def _report(proposal: PublicProposal) -> Report | None:
    if proposal.result is None:
        return None
    told = report(proposal.result, proposal.policy, proposal.options)
    # What was certified holds: a group's verdict or a lot may have made it another than the count alone says.
    certified = "adopted" if proposal.state in (State.IMPLEMENTING, State.DONE) else proposal.state.value
    return replace(told, outcome=certified) if proposal.state in CERTIFIED else told


def _terms(proposal: PublicProposal) -> Terms | None:
    if proposal.eligible is None:
        return None
    # The number of sponsors was fixed at submission; the roll may since have become too small for a default.
    try:
        return terms(replace(proposal.policy, sponsors=proposal.sponsors_needed), proposal.eligible)
    except NetworkTooSmall:
        return None


def _said(site: Site, proposal: PublicProposal, kind: ArgumentKind) -> tuple[Said, ...]:
    found = [a for a in proposal.arguments if a.kind is kind]
    return tuple(
        Said(a, site.member(a.by), ModerationReason(a.removed) if a.removed else None, _replies(site, a))
        for a in sorted(found, key=lambda a: a.on)
    )


def _replies(site: Site, argument: PublicArgument) -> tuple[Replied, ...]:
    return tuple(
        Replied(r, site.member(r.by), ModerationReason(r.removed) if r.removed else None) for r in argument.replies
    )


def _proposal_page(site: Site, language: str, proposal: PublicProposal) -> Step:
    known = proposal.program in site.catalogue.programs
    last = proposal.events[-1] if proposal.events else None
    return page(
        site,
        language,
        f"/proposals/{proposal.id}/",
        "proposal.html",
        "decisions",
        feeds=links(site, language, PROPOSALS),
        structured=structured.section(
            site, language, structured.DECISIONS, "/proposals/", (proposal.title, f"/proposals/{proposal.id}/")
        ),
        proposal=proposal,
        author=site.member(proposal.author),
        program=site.program(proposal.program) if known else None,
        moments=_moments(proposal),
        stopped=why_stopped(last.reason) if last and last.state is State.INVALID else None,
        withdrawn=last.reason if last and last.state is State.WITHDRAWN else "",
        sponsors=site.named(proposal.sponsors_named),
        arguments={kind.value: _said(site, proposal, kind) for kind in ArgumentKind},
        advice=tuple(Advised(a, site.member(a.by)) for a in proposal.advice),
        terms=_terms(proposal),
        **_told(site, proposal),
        promises=promised(site, proposal.id),
        policy_page=proposal.policy.slug in site.catalogue.policies,
        related=near_proposal(site, language, proposal.id),
    )


def _told(site: Site, proposal: PublicProposal) -> dict[str, Any]:
    """Return what the pages about a result are made from, wherever they stand."""
    beside = site.beside
    return {
        "names": {option.id: option.title for option in proposal.options},
        "report": _report(proposal),
        "beyond": beside.beyond.get(proposal.id, Beyond()),
        "reasons": tuple(one for one in beside.named.get(proposal.id, ()) if one.reason),
        "kept": beside.files.get(proposal.id, ()),
        "log": logged(site),
        "logged": beside.heads.get(proposal.id),
    }


def _pack(site: Site, language: str, proposal: PublicProposal) -> Step:
    """Return the page with all of a decision on it, to be printed or sent."""
    return page(
        site,
        language,
        f"/proposals/{proposal.id}/pack/",
        "pack.html",
        "decisions",
        proposal=proposal,
        author=site.member(proposal.author),
        moments=_moments(proposal),
        advice=tuple(Advised(a, site.member(a.by)) for a in proposal.advice),
        terms=_terms(proposal),
        promises=promised(site, proposal.id),
        **_told(site, proposal),
    )
