"""
Random small elections counted by votelib and starvote too; where they differ on purpose, the reason is said.

starvote 2.1 follows the official tie protocol of STAR and is sound wherever it answers. votelib 0.4 is sound for
sums, for pairwise comparisons and for a transferable vote where it comes to an end.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import starvote
from hypothesis import given
from hypothesis import strategies as st
from votelib.component.quota import droop
from votelib.convert import ApprovalToSimpleVotes, RankedToCondorcetVotes, ScoreToSimpleVotes
from votelib.evaluate.condorcet import CondorcetWinner, Schulze
from votelib.evaluate.core import Plurality, Tie, VotingSystemError
from votelib.evaluate.sequential import TransferableVoteSelector

from tests.domain.governance.methods.elections import OPTIONS, count, examples

MARKS = st.lists(st.fixed_dictionaries({o: st.integers(0, 5) for o in OPTIONS}), min_size=1, max_size=9)
FULL = st.lists(st.permutations(OPTIONS), min_size=1, max_size=14)


def leaders(answer: list[Any]) -> set[str]:
    """Return whom votelib names: the winner, or those of a tie."""
    return set().union(*({one} if not isinstance(one, Tie) else set(one) for one in answer))


def ours(result: dict[str, Any]) -> set[str]:
    return {*result["winners"], *result["tied"]}


def ranked(rankings: list[list[str]]) -> list[dict[str, Any]]:
    return [{"ranking": [[option] for option in ranking]} for ranking in rankings]


@examples(40)
@given(MARKS)
def test_sums_of_marks_lead_the_same(marks: list[dict[str, int]]) -> None:
    votes = ScoreToSimpleVotes("sum").convert(Counter(frozenset(each.items()) for each in marks))

    assert ours(count("score", [{"scores": each} for each in marks])) == leaders(Plurality().evaluate(votes, 1))


@examples(40)
@given(st.lists(st.sets(st.sampled_from(OPTIONS), min_size=1), min_size=1, max_size=9))
def test_approvals_lead_the_same(approved: list[set[str]]) -> None:
    votes = ApprovalToSimpleVotes().convert(Counter(map(frozenset, approved)))
    result = count("approval", [{"approve": sorted(each)} for each in approved])

    assert ours(result) == leaders(Plurality().evaluate(votes, 1))


@examples(60)
@given(MARKS)
def test_the_official_protocol_of_star_names_the_same_winner(marks: list[dict[str, int]]) -> None:
    result = count("star", [{"scores": each} for each in marks])
    try:
        winner = starvote.star_voting(marks, maximum_score=5, tiebreaker=None)[0]
    except starvote.UnbreakableTieError as tie:
        # It stops at a tie for the runoff; we go on, since every way may end alike.
        assert result["status"] == "decided" or ours(result) & set(tie.candidates)
        return

    assert (result["status"], result["winners"]) == ("decided", [winner])


def pairwise_votes(rankings: list[list[str]]) -> Any:
    return RankedToCondorcetVotes(unranked_at_bottom=True).convert(Counter(map(tuple, rankings)))


@examples(40)
@given(FULL)
def test_the_same_one_beats_everyone(rankings: list[list[str]]) -> None:
    result = count("schulze", ranked(rankings))
    found = CondorcetWinner().evaluate(pairwise_votes(rankings))

    assert [result["condorcet_winner"]] == (found or [None])


@examples(40)
@given(FULL)
def test_widest_paths_are_as_wide(rankings: list[list[str]]) -> None:
    result = count("schulze", ranked(rankings))
    paths = Schulze.widest_paths(pairwise_votes(rankings))

    assert all(
        strength == paths.get((one, other), 0)
        for one, others in result["strongest_paths"].items()
        for other, strength in others.items()
    )


@examples(40)
@given(FULL, st.integers(1, 3))
def test_a_transferable_vote_that_it_ends_elects_the_same(rankings: list[list[str]], seats: int) -> None:
    result = count("stv", ranked(rankings), seats=seats)
    if any(told["open"] for told in result["rounds"]):
        return
    try:
        found = TransferableVoteSelector(quota_function=droop).evaluate(dict(Counter(map(tuple, rankings))), seats)
    except (NotImplementedError, VotingSystemError):
        # It gives up where several have fewest, even with no vote at all, and where no ballot is left to pass on.
        return

    assert set(found) == set(result["winners"])
