"""A published vote of every method is verified by the product and by its own recount program, told in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.governance.choice import NONE, write_choice
from domain.governance.policy import OF_ONE_QUESTION, Method, MethodRules, Policy
from domain.record.verification import Answer
from tests.builders import a_policy
from tests.recount.checkers import recounted, told, verified
from tests.recount.made_record import OPTIONS, MadeVote, made_record
from tests.recount.programs import APPROVED, RANKED, program

PRICED = tuple(replace(option, cost=cost) for option, cost in zip(OPTIONS, "346", strict=True))
RULES = {
    Method.SCORE: MethodRules(max_score=5),
    Method.STAR: MethodRules(max_score=5),
    Method.STV: MethodRules(seats=2),
    Method.DOTS: MethodRules(credits=9),
    Method.QUADRATIC: MethodRules(credits=30),
    Method.BUDGET_GREEDY: MethodRules(budget="10"),
    Method.BUDGET_EQUAL_SHARES: MethodRules(budget="10", completion="add1"),
}


def ballots(method: Method) -> list[str]:
    """Return four different ballots of the method."""
    if method is Method.YES_NO:
        return ["yes", "yes", "no", "abstain"]
    if method is Method.CONSENT:
        return ["consent", "consent", "stand_aside", "blank"]
    if method is Method.PLURALITY:
        return ["bench", "court", "bench", NONE]
    said: list[dict[str, Any]]
    if method in RANKED:
        said = [
            {"ranking": r}
            for r in ([["bench"], ["court"]], [["swing"], ["bench", "court"]], [["court"]], [[NONE]])
        ]
    elif method in APPROVED:
        said = [{"approve": some} for some in (["bench"], ["bench", "swing"], ["court", "swing"], [])]
    else:
        key = "scores" if method in (Method.SCORE, Method.STAR) else "credits"
        said = [{key: marks} for marks in ({"bench": 5, "swing": 1}, {"swing": 4, NONE: 1}, {"court": 3}, {})]
    return [write_choice(one) for one in said]


def vote_of(method: Method) -> MadeVote:
    policy: Policy = a_policy(method=method, rules=RULES.get(method, MethodRules()))
    return MadeVote(
        policy, tuple(ballots(method) * 10), options=() if method in OF_ONE_QUESTION else PRICED, eligible=50
    )


@pytest.mark.parametrize("method", Method)
def test_a_vote_of_every_method_is_verified_by_both_and_told_in_words(method: Method) -> None:
    made = made_record(vote_of(method))
    published = made.json("proposals/2026-1/result.json")["result"]

    lines = list(program(method).told(published, made.json("proposals/2026-1/proposal.json")))

    assert told(verified(made.files)) == ""
    assert verified(made.files).answer is Answer.VERIFIED
    assert recounted(made.files, method) == ("verified", "")
    assert lines[0].startswith("50 could vote, 40 did")
    assert "none-of-these" not in " ".join(lines)
