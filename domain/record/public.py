"""
The values of the public record: all that publish lets out and all that the site builder may show.

Rules of this file: no member id, no address, no need, nothing without a consent that says so. Names appear as
slugs of public entries or as text their owner agreed to; everybody else is a count that `domain.privacy`
lets through (None = too few to tell).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from domain.governance.deliberation import AmendmentKind, AmendmentState
from domain.governance.lifecycle import State
from domain.governance.policy import Policy
from domain.governance.proposal import ArgumentKind, Option, PromiseState
from domain.governance.vote import VoteResult
from domain.measures.passport import Measure
from domain.measures.shape import Shape
from domain.people import Entry, ProgramRole
from domain.programs import Lead
from domain.record.afterwards import Afterwards

RECORD_VERSION = 1


@dataclass(frozen=True)
class PublicMember:
    """An entry as the public reads it: safeguarded skills only where cleared, the rest by consent."""

    entry: Entry
    from_content: bool


@dataclass(frozen=True)
class SkillSharers:
    """Who shares a skill: slugs of public entries, and a count of the others."""

    skill: str
    named: tuple[str, ...]
    others: int | None
    can_teach: int | None
    invited_by: tuple[str, ...]


@dataclass(frozen=True)
class LearntFrom:
    """A leader who is not named, as a count per cohort and the cohort they learnt in."""

    learnt_in: str
    people: int | None


@dataclass(frozen=True)
class CohortState:
    """
    A cohort as counted in the store.

    *leads* are those who agreed to be named beside it and have a public entry, *member* being its slug; whoever
    else leads it is in *unnamed_leads*.
    """

    cohort: str
    places_left: int
    enrolled: int | None
    completed: int | None
    completed_leading_since: int | None
    unnamed_leads: tuple[LearntFrom, ...] = ()
    leads: tuple[Lead, ...] = ()


@dataclass(frozen=True)
class ProgramMentors:
    """Who takes learners on now: slugs of public entries by consent, and a count of the others."""

    program: str
    named: tuple[str, ...]
    others: int | None


@dataclass(frozen=True)
class SlotState:
    skill: str
    wanted: int
    covered: int
    spare: str
    within_hours: int
    zone: str
    label: Mapping[str, str]


@dataclass(frozen=True)
class DrillState:
    """
    What came of the last drill of a playbook: people, each counted once; None where too few to tell.

    *first_yes_minutes* is told only beside *said_yes*: over fewer people it would be a figure about one.
    """

    on: date
    called: int | None
    reached: int | None
    said_yes: int | None
    first_yes_minutes: int | None


@dataclass(frozen=True)
class PlaybookState:
    """
    What a playbook has if it began now, one person to one job, and its last drill if one was held.

    *covered* counts people whose availability is in force; *perhaps* the further jobs for which there are people
    whose word on their time has run out, None where they are too few to tell.
    """

    playbook: str
    slots: tuple[SlotState, ...]
    wanted: int
    covered: int
    perhaps: int | None = 0
    drill: DrillState | None = None


@dataclass(frozen=True)
class ActivationState:
    """A playbook at work, or its drill; a banner on every page tells of it."""

    playbook: str
    drill: bool
    since: datetime


@dataclass(frozen=True)
class StrengthState:
    """
    Exchange in numbers over twelve whole calendar months; None where too few are active.

    *active* are those who gave or received hours. *measures* are the figures with their passports; those over the
    months are made once a month, by the formulas of *version*, and stand until the next (`domain.privacy`).
    """

    since: date
    until: date
    members: int
    exchanges: int
    unconfirmed: int | None
    quarters: int | None
    meals: int | None
    things: int | None
    active: int | None
    both_ways: int | None
    leading_now: int | None
    """People who now lead what they once attended."""
    measures: tuple[Measure, ...] = ()
    shape: Shape | None = None
    version: int = 0


@dataclass(frozen=True)
class PublicReply:
    """An answer to a question; *by* is a public slug, else "". *author*: by who wrote the proposal."""

    text: str
    by: str
    on: date
    removed: str = ""
    author: bool = False


@dataclass(frozen=True)
class PublicArgument:
    """
    *by* is the slug of a public entry, else ""; *removed* is a reason code and then *text* is empty.

    *replies* answer a question.
    """

    kind: ArgumentKind
    text: str
    by: str
    on: date
    removed: str = ""
    replies: tuple[PublicReply, ...] = ()


@dataclass(frozen=True)
class PublicVersion:
    """
    A wording of a proposal; *by* is the slug of a public entry, else "".

    The log holds its hash, made with *salt* (`domain.governance.moderation.version_mark`). *removed* is a reason
    code; then the words and the salt are gone.
    """

    number: int
    at: datetime
    by: str
    title: str
    summary: str
    text: str
    options: tuple[Option, ...] = ()
    why: str = ""
    salt: str = ""
    removed: str = ""


@dataclass(frozen=True)
class PublicAmendment:
    """
    A change that was offered and what became of it; *by* is the slug of a public entry, else "".

    *text* is the whole text as it would read (kind wording, to be compared with the version it was offered on) or
    what stands below the option. *became* is the number of the version that took it in, or an option's id.
    """

    number: int
    kind: AmendmentKind
    on: date
    by: str
    version: int
    title: str
    text: str
    reason: str
    cost: str
    state: AmendmentState
    answer: str = ""
    answered_on: date | None = None
    became: str = ""
    removed: str = ""


@dataclass(frozen=True)
class PublicAdvice:
    """*by* is the slug of a public entry, else ""."""

    text: str
    by: str
    on: date


@dataclass(frozen=True)
class PublicAnswer:
    """What the decision answers to the advice."""

    text: str
    on: date


@dataclass(frozen=True)
class PublicPromise:
    what: str
    owner: str
    due: date
    state: PromiseState
    evidence: str = ""
    settled_on: date | None = None


@dataclass(frozen=True)
class PublicEvent:
    """A recorded step of a proposal; *state* is where it stands after it."""

    event: str
    at: datetime
    state: State
    reason: str = ""


@dataclass(frozen=True)
class PublicProposal:
    """
    A submitted proposal as everyone may read it.

    *author* and *sponsors_named* are slugs of public entries by consent. *turnout* is told at whole hours in
    steps while voting runs. *result* stands from the close on. *rows_published* tells whether ballots.jsonl is
    there. *erased*: its author had the words deleted, and the number stands in the place of the title.
    """

    id: str
    title: str
    summary: str
    text: str
    author: str
    program: str
    policy: Policy
    policy_hash: str
    state: State
    events: tuple[PublicEvent, ...]
    sponsors: int
    sponsors_needed: int
    sponsors_named: tuple[str, ...]
    arguments: tuple[PublicArgument, ...]
    lapses: datetime | None = None
    freezes: datetime | None = None
    opens: datetime | None = None
    shut: datetime | None = None
    certifies: datetime | None = None
    eligible: int | None = None
    turnout: int | None = None
    result: VoteResult | None = None
    rows_published: bool = False
    promises: tuple[PublicPromise, ...] = ()
    advice: tuple[PublicAdvice, ...] = ()
    answer: PublicAnswer | None = None
    options: tuple[Option, ...] = ()
    version: int = 1
    versions: tuple[PublicVersion, ...] = ()
    amendments: tuple[PublicAmendment, ...] = ()
    coauthors: int = 0
    coauthors_named: tuple[str, ...] = ()
    afterwards: Afterwards = field(default_factory=Afterwards)
    erased: bool = False


@dataclass(frozen=True)
class PublicRecord:
    """Everything publish wrote for the site, as one value; empty before the first publish."""

    members: Mapping[str, PublicMember] = field(default_factory=dict)
    skills: Mapping[str, SkillSharers] = field(default_factory=dict)
    cohorts: Mapping[str, CohortState] = field(default_factory=dict)
    mentors: Mapping[str, ProgramMentors] = field(default_factory=dict)
    playbooks: Mapping[str, PlaybookState] = field(default_factory=dict)
    proposals: Mapping[str, PublicProposal] = field(default_factory=dict)
    strength: StrengthState | None = None
    activations: Mapping[str, ActivationState] = field(default_factory=dict)


LEADING_ROLES = frozenset({ProgramRole.PEER_MENTOR, ProgramRole.FACILITATOR, ProgramRole.HOST})
