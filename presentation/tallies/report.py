"""A result for readers, by the family of its method: what the pages of every method are made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.governance.choice import NONE
from domain.governance.methods.result import Status
from domain.governance.policy import OF_BUDGET, Method, Policy
from domain.governance.proposal import Option
from domain.governance.vote import VoteResult
from presentation.results import Bars, Needs, bars, needs
from presentation.tallies.asked import Asked, asked
from presentation.tallies.flow import Flow, flow
from presentation.tallies.pairs import Pairs, pairs
from presentation.tallies.purchases import Budget, budget
from presentation.tallies.rounds import Rounds, rounds

FAMILIES = {
    Method.YES_NO: "question",
    Method.CONSENT: "consent",
    Method.STAR: "star",
    Method.IRV: "rounds",
    Method.STV: "rounds",
    Method.SCHULZE: "pairs",
    Method.RANKED_PAIRS: "pairs",
    **dict.fromkeys(OF_BUDGET, "budget"),
}
"""Every method that is not here adds up marks."""


@dataclass(frozen=True)
class Total:
    """What an option got; *width* is the length of its bar, as a share of the largest."""

    option: str
    votes: int
    width: str
    won: bool


@dataclass(frozen=True)
class Runoff:
    """The two options with the highest totals, and on how many ballots each has the higher mark."""

    one: str
    other: str
    for_: int
    against: int
    equal: int


@dataclass(frozen=True)
class Report:
    """
    A count as the pages tell it; what the method does not have is None or empty.

    *own* is adopted, rejected, no_quorum or tied: what the count alone says. *outcome* is what holds in the end.
    """

    family: str
    own: str
    outcome: str
    needs: Needs | None = None
    bars: Bars | None = None
    asked: Asked | None = None
    totals: tuple[Total, ...] = ()
    finalists: tuple[str, ...] = ()
    runoff: Runoff | None = None
    rounds: Rounds | None = None
    flow: Flow | None = None
    pairs: Pairs | None = None
    budget: Budget | None = None


def outcome(result: VoteResult) -> str:
    """Return what a count says before it is certified."""
    if result.status in (Status.NO_BALLOTS, Status.NO_QUORUM):
        return "no_quorum"
    if result.status in (Status.TIED, Status.NOT_RESOLVED):
        return "tied"
    return "adopted" if result.passed else "rejected"


def report(result: VoteResult, policy: Policy, options: Sequence[Option]) -> Report:
    """Return what is told of *result*, the count of a vote among *options* by *policy*."""
    family, came = FAMILIES.get(policy.method, "marks"), outcome(result)
    if family in ("question", "consent"):
        wanted = needs(result, policy)
        drawn = bars(result, wanted) if family == "question" else None
        return Report(family, came, came, needs=wanted, bars=drawn, totals=_totals(result, tuple(result.scores)))
    if came == "no_quorum":
        # The count of everything is in the result all the same; of options that were all dropped it tells nothing.
        result = replace(result, scores={}, detail={})
    order = (*(option.id for option in options), NONE)
    told = rounds(result.detail) if family == "rounds" else None
    return Report(
        family,
        came,
        came,
        asked=asked(result, policy),
        totals=_totals(result, order),
        finalists=tuple(result.detail.get("finalists") or ()),
        runoff=_runoff(result),
        rounds=told,
        flow=flow(told) if told else None,
        pairs=pairs(result, order) if family == "pairs" else None,
        budget=budget(result, policy, options) if family == "budget" else None,
    )


def _totals(result: VoteResult, order: Sequence[str]) -> tuple[Total, ...]:
    """Return the totals, highest first, equal ones in the order of the page."""
    counted = [option for option in order if option in result.scores]
    most = max(result.scores.values(), default=0) or 1
    ranked = sorted(counted, key=lambda option: -result.scores[option])
    return tuple(Total(o, result.scores[o], f"{result.scores[o]}/{most}", o in result.winners) for o in ranked)


def _runoff(result: VoteResult) -> Runoff | None:
    votes = result.detail.get("runoff")
    if not votes or len(votes) != 2:
        return None
    one, other = sorted(votes, key=lambda option: (-votes[option], option))
    return Runoff(one, other, votes[one], votes[other], result.valid - votes[one] - votes[other])
