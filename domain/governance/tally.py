"""
Count a case by any of the network's methods: one function per method, each with its readers and its rules.

Everything is exact: whole numbers and fractions, in the result as text in lowest terms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from domain.governance.boxes import box_of as box_of
from domain.governance.case import QUORUM_BASES, Case
from domain.governance.methods.box import Box
from domain.governance.methods.budget import BudgetCount, count_greedy
from domain.governance.methods.consent import VerdictCount, count_consent
from domain.governance.methods.equal_shares import Completion, Utility, count_equal_shares
from domain.governance.methods.irv import RoundsCount, count_irv
from domain.governance.methods.margin_exact import furthest, marks_margin
from domain.governance.methods.marks import Marks, count_marks
from domain.governance.methods.pairwise import Ranking
from domain.governance.methods.ranked_pairs import count_ranked_pairs
from domain.governance.methods.result import BallotUnreadable, Outcome
from domain.governance.methods.rounds import Round, Tie
from domain.governance.methods.schulze import count_schulze
from domain.governance.methods.star import count_star
from domain.governance.methods.stv import Arithmetic, Quota, count_stv
from domain.governance.methods.threshold import Rules, count_threshold, quorum_met
from domain.governance.policy import Base

Plain = dict[str, Any]


def tally(case: Case) -> Plain:
    """
    Return the result of *case* as plain data.

    It has `method`, `status`, `winners`, `tied`, `cast`, `valid`, `blank`, `invalid`, `passed` and `quorum_met`
    where there is a verdict, `margin` where it is cheap to find exactly, and what the method has besides.

    Raises:
        BallotUnreadable: a method, a rule or a ballot that means nothing.
    """
    count = METHODS.get(case.method)
    if count is None:
        raise BallotUnreadable("method", f"{case.method!r} is unknown. Use one of: {', '.join(sorted(METHODS))}.")
    return {"method": case.method, **count(case)}


def _turnout(box: Box[Any]) -> Plain:
    return {"cast": box.cast, "valid": box.valid, "blank": box.blank, "invalid": box.invalid}


def _outcome(outcome: Outcome, box: Box[Any]) -> Plain:
    return {
        "status": outcome.status.value,
        "winners": list(outcome.winners),
        "tied": list(outcome.tied),
        **_turnout(box),
    }


def _verdict(count: VerdictCount, box: Box[str]) -> Plain:
    return {
        "status": count.status.value,
        "passed": count.passed,
        "quorum_met": count.quorum_met,
        **_turnout(box),
        "scores": count.scores,
        "margin": count.margin,
    }


def _quorum(case: Case) -> tuple[Any, int]:
    quorum = case.proportion("quorum", QUORUM_BASES)
    return quorum, case.on_roll("params.quorum") if quorum else 0


def _yes_no(case: Case) -> Plain:
    threshold = case.proportion("threshold", (Base.YES_NO, Base.VALID, Base.CAST, Base.ELIGIBLE))
    if threshold is None:
        raise BallotUnreadable("params.threshold", "Give num, den, strict and base.")
    quorum, eligible = _quorum(case)
    approval = case.proportion("approval_quorum", (Base.ELIGIBLE,))
    if approval or threshold.base is Base.ELIGIBLE:
        eligible = case.on_roll("params.approval_quorum" if approval else "params.threshold")
    box = box_of(case)
    return _verdict(count_threshold(box, Rules(threshold, quorum, approval), eligible=eligible), box)


def _consent(case: Case) -> Plain:
    quorum, eligible = _quorum(case)
    box = box_of(case)
    of = {Base.VALID: box.valid, Base.CAST: box.cast}
    met = quorum_met(quorum, of[quorum.base] if quorum else 0, eligible)
    return _verdict(count_consent(box, quorum_met=met), box)


def _marks(case: Case) -> Plain:
    box = box_of(case)
    count = count_marks(box)
    most = furthest(case.method, max_score=case.params.get("max_score", 0), credits=case.params.get("credits", 0))
    margin = marks_margin(box, list(count.scores.values()), most)
    return {**_outcome(count.outcome, box), "scores": count.scores, "margin": margin}


def _star(case: Case) -> Plain:
    box = box_of(case)
    count = count_star(box, max_score=case.whole("max_score", least=1))
    more = {"scores": count.scores, "finalists": list(count.finalists), "runoff": count.runoff}
    return {**_outcome(count.outcome, box), **more}


def _schulze(case: Case) -> Plain:
    box = box_of(case)
    count = count_schulze(box)
    return {
        **_outcome(count.outcome, box),
        "condorcet_winner": count.condorcet_winner,
        "pairwise": count.pairwise,
        "strongest_paths": count.strongest_paths,
    }


def _ranked_pairs(case: Case) -> Plain:
    box = box_of(case)
    count = count_ranked_pairs(box)
    return {
        **_outcome(count.outcome, box),
        "condorcet_winner": count.condorcet_winner,
        "pairwise": count.pairwise,
        "majorities": [list(pair) for pair in count.majorities],
    }


def _irv(case: Case) -> Plain:
    box = box_of(case)
    return _rounds(count_irv(box, tie=_tie(case)), box)


def _stv(case: Case) -> Plain:
    seats = case.whole("seats", least=1)
    quota = case.one_of("quota", Quota, Quota.DROOP)
    arithmetic = case.one_of("arithmetic", Arithmetic, Arithmetic.EXACT)
    box = box_of(case)
    return _rounds(count_stv(box, seats=seats, quota=quota, arithmetic=arithmetic, tie=_tie(case)), box)


def _tie(case: Case) -> Tie:
    return case.one_of("tie", Tie, Tie.EVERY_BRANCH)


def _rounds(count: RoundsCount, box: Box[Ranking]) -> Plain:
    more: Plain = {} if count.quota is None else {"quota": str(count.quota)}
    return {**_outcome(count.outcome, box), **more, "rounds": [_round(r) for r in count.rounds]}


def _round(told: Round) -> Plain:
    return {
        "votes": _amounts(told.votes),
        "exhausted": str(told.exhausted),
        "elected": list(told.elected),
        "transferred": told.transferred,
        "eliminated": list(told.eliminated),
        "open": list(told.open_ones),
        **({"looked_back": told.looked_back} if told.looked_back else {}),
    }


def _amounts(values: Mapping[str, Fraction]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}


def _budget_greedy(case: Case) -> Plain:
    box = box_of(case)
    return _budget(count_greedy(box, budget=case.amount("budget"), costs=case.costs()), box)


def _budget_equal_shares(case: Case) -> Plain:
    box = box_of(case)
    count = count_equal_shares(
        box,
        budget=case.amount("budget"),
        costs=case.costs(),
        utility=case.one_of("utility", Utility, Utility.COST),
        completion=case.one_of("completion", Completion, Completion.NONE),
    )
    return _budget(count, box)


def _budget(count: BudgetCount, box: Box[Marks]) -> Plain:
    return {**_outcome(count.outcome, box), "scores": count.scores, "spent": str(count.spent)}


METHODS: Mapping[str, Callable[[Case], Plain]] = {
    "yes_no": _yes_no,
    "consent": _consent,
    "plurality": _marks,
    "approval": _marks,
    "score": _marks,
    "star": _star,
    "irv": _irv,
    "schulze": _schulze,
    "ranked_pairs": _ranked_pairs,
    "stv": _stv,
    "dots": _marks,
    "quadratic": _marks,
    "budget_greedy": _budget_greedy,
    "budget_equal_shares": _budget_equal_shares,
}
"""The methods by the literature's names."""
