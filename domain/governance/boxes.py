"""The box of a case: its ballots read by the rules of its method, equal ones together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain.governance.case import Case
from domain.governance.methods import marks
from domain.governance.methods.box import Box, Places, Reader, fill
from domain.governance.methods.consent import ANSWERS, answer_reader
from domain.governance.methods.marks import Marks
from domain.governance.methods.pairwise import Ranking, RankingReader
from domain.governance.methods.result import BallotUnreadable
from domain.governance.methods.stv import Arithmetic
from domain.governance.methods.threshold import CHOICES


def box_of(case: Case) -> Box[Any]:
    """
    Return the box of a case: its ballots as answers, as marks by place, or as rankings.

    Raises:
        BallotUnreadable: a rule or a ballot that means nothing.
    """
    return _BOXES[case.method](case)


def _standing(case: Case) -> tuple[str, ...]:
    if not case.options:
        raise BallotUnreadable("options", "Name what stands for election.")
    return case.options


def _answers(allowed: tuple[str, ...]) -> Callable[[Case], Box[str]]:
    return lambda case: fill((), case.ballots, "choice", answer_reader(allowed))


def _marks_box(case: Case, key: str, reader: Callable[[Places], Reader[Marks]]) -> Box[Marks]:
    return fill(_standing(case), case.ballots, key, reader(Places(case.options)))


def _one_choice(case: Case) -> Box[Marks]:
    return _marks_box(case, "choice", marks.one_choice)


def _approvals(case: Case) -> Box[Marks]:
    return _marks_box(case, "approve", marks.approvals)


def _scores(case: Case) -> Box[Marks]:
    most = case.whole("max_score", least=1)
    return _marks_box(case, "scores", lambda places: marks.scores(places, most))


def _dots(case: Case) -> Box[Marks]:
    credits = case.whole("credits")
    return _marks_box(case, "credits", lambda places: marks.credits_linear(places, credits))


def _quadratic(case: Case) -> Box[Marks]:
    credits = case.whole("credits")
    return _marks_box(case, "credits", lambda places: marks.credits_squared(places, credits))


def _ranked(case: Case, *, equals: bool = True) -> Box[Ranking]:
    return fill(_standing(case), case.ballots, "ranking", RankingReader(Places(case.options), equals=equals))


def _stv(case: Case) -> Box[Ranking]:
    return _ranked(case, equals=case.one_of("arithmetic", Arithmetic, Arithmetic.EXACT) is Arithmetic.EXACT)


_BOXES: Mapping[str, Callable[[Case], Box[Any]]] = {
    "yes_no": _answers(CHOICES),
    "consent": _answers(ANSWERS),
    "plurality": _one_choice,
    "approval": _approvals,
    "score": _scores,
    "star": _scores,
    "irv": _ranked,
    "schulze": _ranked,
    "ranked_pairs": _ranked,
    "stv": _stv,
    "dots": _dots,
    "quadratic": _quadratic,
    "budget_greedy": _approvals,
    "budget_equal_shares": _approvals,
}
