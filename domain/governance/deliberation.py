"""What becomes of a proposal while people talk about it: its wordings, who writes with the author, amendments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.governance.case import amount_of
from domain.governance.choice import NONE
from domain.governance.method_rules import MOST_OPTIONS, least_options
from domain.governance.policy import OF_BUDGET, Policy
from domain.governance.proposal import Option, Proposal
from domain.slugs import slug_from

MOST_VERSIONS = 20
MOST_COAUTHORS = 5
MOST_AMENDMENTS = 5
"""Limits of docs/policies.md: wordings of one proposal, its co-authors, one member's amendments to it."""


@dataclass(frozen=True)
class Version:
    """
    A wording of a proposal between its submission and the freeze; *id* is "proposal/number".

    *salt* lies beside the words and dies with them: the record holds their salted hash. *why* is what the writer
    says has changed. *removed* is the reason code where a steward took the wording off.
    """

    id: str
    proposal: str
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


def version_id(proposal: str, number: int) -> str:
    """Return the id of a proposal's wording."""
    return f"{proposal}/{number}"


def version_of(proposal: Proposal, at: datetime, by: str, salt: str, why: str = "") -> Version:
    """Return the proposal as it is worded now, as one of its versions."""
    return Version(
        id=version_id(proposal.id, proposal.version),
        proposal=proposal.id,
        number=proposal.version,
        at=at,
        by=by,
        title=proposal.title,
        summary=proposal.summary,
        text=proposal.text,
        options=proposal.options,
        why=why,
        salt=salt,
    )


def same_words(proposal: Proposal, other: Proposal) -> bool:
    """Tell whether two proposals read the same."""
    return _words(proposal) == _words(other)


def _words(p: Proposal) -> tuple[object, ...]:
    return p.title, p.summary, p.text, p.options


@dataclass(frozen=True)
class Coauthor:
    """A member asked to write with the author; *id* is "proposal/member". Writes from *accepted_at* on."""

    id: str
    proposal: str
    member: str
    invited_at: datetime
    accepted_at: datetime | None = None
    named: bool = False


class AmendmentKind(StrEnum):
    """What is offered: other words for the text, or one more option."""

    WORDING = "wording"
    OPTION = "option"


class AmendmentState(StrEnum):
    """What became of it. *option*: it stands on the ballot as an option of its own."""

    OPEN = "open"
    ACCEPTED = "accepted"
    OPTION = "option"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Amendment:
    """
    A change that a member offers, and the author's answer with its reason.

    *number* counts the amendments of one proposal. *version* is the wording it was offered on; of the kind WORDING
    *text* is the whole text as it would read. *became* is the option's id or the number of the version that took
    it in. *removed* is the reason code where a steward took it off.
    """

    id: str
    proposal: str
    number: int
    member: str
    at: datetime
    kind: AmendmentKind
    version: int
    title: str
    text: str
    reason: str
    cost: str = ""
    named: bool = False
    state: AmendmentState = AmendmentState.OPEN
    answer: str = ""
    answered_at: datetime | None = None
    became: str = ""
    removed: str = ""


class OptionProblem(StrEnum):
    """What can be wrong with the options of a proposal."""

    NONE_ASKED = "none_asked"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    TWICE = "twice"
    COST_MISSING = "cost_missing"
    COST_UNASKED = "cost_unasked"
    COST_BEYOND = "cost_beyond"


RESERVED = frozenset({NONE, "abstain", "blank", "consent", "invalid", "no", "object", "yes"})
"""Words that stand for a choice of their own; no option is called by them on a ballot."""


def option_problem(options: Sequence[Option], policy: Policy) -> OptionProblem | None:
    """Return what keeps *options* off a ballot under *policy*, the first thing there is, or None."""
    least, budget = least_options(policy.method), policy.method in OF_BUDGET
    titles = [option.title.casefold() for option in options]
    priced = [bool(option.cost) for option in options]
    found = {
        OptionProblem.NONE_ASKED: least == 0 and bool(options),
        OptionProblem.TOO_FEW: len(options) < least,
        OptionProblem.TOO_MANY: len(options) > MOST_OPTIONS,
        OptionProblem.TWICE: len(set(titles)) < len(titles),
        OptionProblem.COST_MISSING: budget and not all(priced),
        OptionProblem.COST_UNASKED: not budget and any(priced),
        OptionProblem.COST_BEYOND: budget and any(_beyond(option, policy) for option in options),
    }
    return next((problem for problem, holds in found.items() if holds), None)


def _beyond(option: Option, policy: Policy) -> bool:
    return bool(option.cost) and amount_of(option.cost, "cost") > amount_of(policy.rules.budget, "budget")


def with_ids(options: Sequence[Option], before: Sequence[Option] = ()) -> tuple[Option, ...]:
    """
    Return *options* with ids.

    One that is in *before* by its title keeps its id; a new one gets a slug of its title that no other option has
    and that is none of RESERVED.
    """
    known = {option.title.casefold(): option.id for option in before}
    used = {*RESERVED, *known.values()}
    made = []
    for option in options:
        name = known.pop(option.title.casefold(), "") or slug_from(option.title, used, fallback="option")
        used.add(name)
        made.append(replace(option, id=name))
    return tuple(made)
