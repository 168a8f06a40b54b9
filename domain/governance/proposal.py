"""Proposals and what members add to them: sponsors, arguments, promises."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.governance.policy import Policy


@dataclass(frozen=True)
class Option:
    """What can be chosen besides "none of these"; *cost* is an amount as text where the method has a budget."""

    id: str
    title: str
    text: str = ""
    cost: str = ""


@dataclass(frozen=True)
class Proposal:
    """
    A proposal as its author wrote it. From submission on *policy* is pinned and *policy_hash* printed with it.

    *id* is "2026-14", year and number in the year; a draft has a random one until it is submitted.
    *named* tells whether the author agreed to be named; else the public reads "a member". *coauthors* are members
    who write with the author; *version* counts the wordings since the submission. *erased* tells that its author
    is erased, and the words with them.
    """

    id: str
    title: str
    summary: str
    text: str
    author: str
    made_at: datetime
    policy_slug: str
    named: bool = False
    program: str = ""
    policy: Policy | None = None
    policy_hash: str = ""
    sponsors_needed: int = 0
    options: tuple[Option, ...] = ()
    coauthors: tuple[str, ...] = ()
    version: int = 1
    erased: bool = False


@dataclass(frozen=True)
class Sponsorship:
    """A member's support; *version* is the wording it was given to."""

    id: str
    proposal: str
    member: str
    at: datetime
    named: bool = False
    version: int = 1


class ArgumentKind(StrEnum):
    FOR = "for"
    AGAINST = "against"
    NEUTRAL = "neutral"
    QUESTION = "question"
    ANSWER = "answer"


@dataclass(frozen=True)
class Argument:
    """
    What a member said about a proposal; *removed* holds the reason code where a steward took it off.

    An answer names the question it answers in *to*.
    """

    id: str
    proposal: str
    member: str
    kind: ArgumentKind
    text: str
    at: datetime
    named: bool = False
    removed: str = ""
    to: str = ""


@dataclass(frozen=True)
class Advice:
    """
    What somebody of the group a proposal concerns advises before the vote, in the open (`open_voice`).

    *id* is "proposal/member": each has one, and the last words count.
    """

    id: str
    proposal: str
    member: str
    text: str
    at: datetime
    named: bool = False


@dataclass(frozen=True)
class AdviceAnswer:
    """What the decision answers to the group's advice, in writing; its *id* is the proposal's."""

    id: str
    text: str
    by: str
    at: datetime


class PromiseState(StrEnum):
    OPEN = "open"
    BEGUN = "begun"
    KEPT = "kept"
    BROKEN = "broken"


@dataclass(frozen=True)
class Promise:
    """What was promised after an adoption: by whom (as the public reads it), by when, and what became of it."""

    id: str
    proposal: str
    what: str
    owner: str
    due: date
    state: PromiseState = PromiseState.OPEN
    evidence: str = ""
    settled_on: date | None = None


@dataclass(frozen=True)
class Roll:
    """The electoral roll of a proposal, frozen: the ids of its members, and those of the group, both sorted."""

    proposal: str
    members: tuple[str, ...]
    group: tuple[str, ...] = ()
    at: datetime | None = None

    @property
    def id(self) -> str:
        return self.proposal

    def has(self, member: str) -> bool:
        """Tell whether *member* is on the roll; as quick among a million as among ten."""
        return _holds(self.members, member)

    def counts_in_group(self, member: str) -> bool:
        """Tell whether *member* is of the group."""
        return _holds(self.group, member)


def _holds(ordered: tuple[str, ...], member: str) -> bool:
    place = bisect_left(ordered, member)
    return place < len(ordered) and ordered[place] == member
