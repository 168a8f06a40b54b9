"""A ballot that was filled in against the rules stays invalid, whatever is dropped from the count."""

from __future__ import annotations

from domain.governance.choice import NONE, write_choice
from domain.governance.policy import Base, Method, MethodRules, Proportion
from domain.governance.proposal import Option
from domain.governance.vote import count_vote
from tests.builders import a_policy

OPTIONS = (Option("bench", "A bench"), Option("swing", "A swing"))


def test_a_ballot_spoilt_at_a_dropped_option_is_not_counted_for_the_others() -> None:
    policy = a_policy(
        method=Method.SCORE,
        rules=MethodRules(max_score=5),
        quorum=Proportion(1, 4, Base.YES),
        threshold=Proportion(1, 2, Base.YES_NO, strict=True),
    )
    sound = [write_choice({"scores": {"bench": 3, "swing": 0, NONE: 1}})] * 5
    spoilt = [write_choice({"scores": {"swing": 9, NONE: 5}})] * 4

    result = count_vote(policy, OPTIONS, sound + spoilt, eligible=20)

    assert [standing.option for standing in result.standings if standing.dropped] == ["swing"]
    assert (result.valid, result.invalid) == (5, 4)
    assert result.scores == {"bench": 15, NONE: 5}
    assert result.winners == ("bench",)
