"""What the pages tell of a count: the same numbers as the count, and nothing it does not say."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.governance.choice import NONE
from domain.governance.policy import Base, Method, MethodRules, Proportion
from domain.governance.vote import VoteResult, count_vote
from presentation.tallies.asked import asked
from presentation.tallies.flow import LANE, MOST_STAGES, flow
from presentation.tallies.pairs import fates, pairs
from presentation.tallies.purchases import budget
from presentation.tallies.report import FAMILIES, outcome, report
from presentation.tallies.rounds import Rounds, rounds
from tests.builders import a_policy
from tests.site_builder.results import OPTIONS, VOTES, Votes, a_result, choices_of, of_every_method, policy_of

EASY = Proportion(1, 20, Base.CAST)
"""What nearly every option meets."""

ORDER = (*(option.id for option in OPTIONS), NONE)


def counted(method: Method, votes: Votes | None = None, **rules: object) -> VoteResult:
    return count_vote(policy_of(method, **rules), OPTIONS, choices_of(votes or VOTES[method]), eligible=40)


def ranked(*rankings: tuple[int, list[list[str]]]) -> Votes:
    return [(n, {"ranking": [*ranking, [NONE]]}) for n, ranking in rankings]


@pytest.mark.parametrize("proposal", of_every_method(), ids=lambda p: p.policy.method.value)
def test_every_method_has_a_report_of_its_family(proposal):
    told = report(proposal.result, proposal.policy, proposal.options)

    assert told.family == FAMILIES.get(proposal.policy.method, "marks")
    assert told.outcome == outcome(proposal.result)
    assert (told.asked is None) is (told.family in ("question", "consent"))
    assert all(Fraction(total.width) <= 1 for total in told.totals)


def test_an_option_is_told_with_the_numbers_it_needed():
    policy = policy_of(Method.SCHULZE, threshold=Proportion(2, 3, Base.YES_NO))
    result = count_vote(policy, OPTIONS, choices_of(VOTES[Method.SCHULZE]), eligible=40)
    told = {row.option: row for row in asked(result, policy).rows}

    assert asked(result, policy).quorum == 10
    assert (told["lamps"].above, told["lamps"].below, told["lamps"].needed) == (11, 17, 19)
    assert told["lamps"].dropped == "threshold"
    assert {row.option for row in asked(result, policy).lost} == {"lamps"}


@pytest.mark.parametrize(("base", "of"), [(Base.VALID, 28), (Base.CAST, 29), (Base.ELIGIBLE, 40), (Base.YES, 24)])
def test_a_threshold_is_a_share_of_what_the_policy_says(base, of):
    policy = policy_of(
        Method.SCHULZE,
        threshold=Proportion(1, 4, base),
        quorum=Proportion(1, 2, Base.CAST),
        approval_quorum=Proportion(1, 4, Base.ELIGIBLE),
    )
    told = asked(count_vote(policy, OPTIONS, choices_of(VOTES[Method.SCHULZE]), eligible=40), policy)

    assert next(row for row in told.rows if row.option == "bench").of == of
    assert (told.quorum, told.quorum_base, told.approval) == (20, Base.CAST, 10)


def test_rounds_with_the_same_votes_are_one_stage_and_votes_go_where_they_went():
    told = rounds(counted(Method.STV).detail)

    assert told.quota == "10"
    assert all(one.votes != other.votes for one, other in zip(told.stages, told.stages[1:], strict=False))
    moved = [stage for stage in told.stages if stage.moves][:-1]
    for stage in moved:
        given_up = Fraction(stage.acts[-1].votes) * len(stage.acts[-1].options)
        assert sum(Fraction(g.votes) for g in stage.gains) + Fraction(stage.exhausted_more) == given_up


def test_a_seat_that_is_left_is_filled_without_the_quota():
    votes = ranked((15, [["bench"]]), (12, [["swing"], ["trees"]]), (3, [["trees"]]))
    policy = a_policy(method=Method.STV, rules=MethodRules(seats=4), quorum=EASY, threshold=EASY)
    (stage,) = rounds(count_vote(policy, OPTIONS, choices_of(votes), eligible=40).detail).stages

    assert [(act.kind, act.options) for act in stage.acts] == [
        ("elected", ("bench", "swing")),
        ("filled", (NONE, "trees")),
    ]


def test_who_leaves_stands_below_who_stayed():
    told = rounds(counted(Method.IRV).detail)

    assert told.order[0] == "trees"
    assert told.order[-1] == NONE
    assert told.stages[-1].acts[-1].kind == "elected"
    assert told.stages[-1].half == "14"


def test_nothing_counted_has_no_rounds_and_no_drawing():
    assert rounds({}) == Rounds((), (), "")
    assert flow(rounds({})) is None


RANKING = st.permutations([option.id for option in OPTIONS]).map(lambda ids: [[one] for one in ids])


@given(st.lists(st.tuples(st.integers(1, 9), RANKING), min_size=1, max_size=6), st.sampled_from([1, 2, 3]))
def test_no_ribbon_leaves_the_drawing(votes, seats):
    rules = MethodRules(seats=seats, quota="droop", arithmetic="exact")
    policy = a_policy(method=Method.STV, rules=rules, quorum=EASY, threshold=EASY)
    result = count_vote(policy, OPTIONS, choices_of([(n, {"ranking": r}) for n, r in votes]), eligible=99)
    drawn = flow(rounds(result.detail))

    if drawn is not None:
        numbers = [int(n) for r in drawn.ribbons for n in _numbers(r.path)]
        assert all(0 <= n <= max(drawn.width, drawn.height) for n in numbers)
        assert all(bar.y >= 0 and bar.y + bar.height <= drawn.height for bar in drawn.bars)
        assert drawn.height == LANE * (len(rounds(result.detail).order) + 1)


def _numbers(path: str) -> list[str]:
    return "".join(sign if sign.isdigit() else " " for sign in path).split()


def test_several_who_go_out_together_meet_before_they_part():
    votes = ranked((14, [["bench"]]), (12, [["swing"]]), (2, [["trees"], ["swing"]]), (2, [["lamps"], ["bench"]]))
    policy = policy_of(Method.IRV, quorum=EASY, threshold=EASY)
    told = rounds(count_vote(policy, OPTIONS, choices_of(votes), eligible=40).detail)
    together = [act for stage in told.stages for act in stage.acts if len(act.options) > 1 and act.votes != "0"]

    assert [set(act.options) for act in together] == [{"trees", "lamps"}]
    drawn = flow(told)
    assert drawn is not None
    assert sum(ribbon.moved for ribbon in drawn.ribbons) == 4


def test_too_many_rounds_are_left_to_the_table():
    stage = rounds(counted(Method.IRV).detail).stages[0]

    assert flow(Rounds((stage,) * (MOST_STAGES + 1), tuple(stage.votes), "")) is None


def test_pairs_are_told_from_the_side_of_the_preferred():
    told = pairs(counted(Method.SCHULZE), ORDER)

    assert all(pair.for_ >= pair.against for pair in told.pairs)
    assert told.beats_all == ""
    back = {match.other: (match.there.strength, match.back.strength) for match in told.matches}
    assert back["bench"] == (17, 16)


def test_a_path_is_shown_link_by_link_and_none_is_weaker_than_it():
    for match in pairs(counted(Method.SCHULZE), ORDER).matches:
        for path, start, end in ((match.there, match.one, match.other), (match.back, match.other, match.one)):
            assert bool(path.links) is bool(path.strength)
            if path.links:
                assert (path.links[0].one, path.links[-1].other) == (start, end)
                assert min(link.for_ for link in path.links) == path.strength


def test_a_majority_that_would_close_a_circle_is_left_out():
    told = fates([["a", "b", 12, 6], ["b", "c", 11, 7], ["c", "a", 10, 8]])

    assert [one.fate for one in told] == ["locked", "locked", "circle"]


def test_equal_majorities_that_close_a_circle_together_are_open():
    told = fates([["a", "b", 12, 6], ["b", "c", 12, 6], ["c", "a", 12, 6]])

    assert {one.fate for one in told} == {"open"}


def test_a_budget_tells_what_was_left_when_each_turn_came():
    result = counted(Method.BUDGET_GREEDY)
    told = budget(result, policy_of(Method.BUDGET_GREEDY), OPTIONS)
    found = {one.option: (one.fate, one.left) for one in told.projects}

    assert found == {
        "bench": ("bought", "1100"),
        "lamps": ("bought", "800"),
        "swing": ("bought", "550"),
        "trees": ("not", "199/2"),
    }
    assert (told.spent, told.left, told.share) == ("2001/2", "199/2", "")


def test_equal_shares_tell_each_ballots_part():
    told = budget(counted(Method.BUDGET_EQUAL_SHARES), policy_of(Method.BUDGET_EQUAL_SHARES), OPTIONS)

    assert told.share == str(Fraction(1100, 24))
    assert next(one.purse for one in told.projects if one.option == "bench") == str(Fraction(1100 * 13, 24))


def test_a_project_may_be_dropped_or_tied():
    votes = [(9, {"approve": ["bench"]}), (12, {"approve": ["trees"]}), (12, {"approve": ["swing"]})]
    result = counted(Method.BUDGET_GREEDY, votes)
    told = budget(result, policy_of(Method.BUDGET_GREEDY), OPTIONS)

    assert {one.option: one.fate for one in told.projects} == {
        "swing": "open",
        "trees": "open",
        "bench": "dropped",
        "lamps": "dropped",
    }


def test_a_runoff_tells_who_gives_which_more():
    told = a_result(Method.STAR)
    runoff = report(told.result, told.policy, told.options).runoff

    assert runoff is not None
    assert runoff.for_ + runoff.against + runoff.equal == told.result.valid
