from __future__ import annotations

from dataclasses import replace

import pytest

from domain.codec import from_plain, to_plain
from domain.governance.choice import NONE, write_choice
from domain.governance.lifecycle import Event
from domain.governance.methods.result import Status
from domain.governance.outcome import certification
from domain.governance.pinning import policy_hash, policy_plain
from domain.governance.policy import Base, Method, MethodRules, Policy, Proportion, TieRule
from domain.governance.proposal import Option
from domain.governance.vote import VoteResult, count_vote
from domain.record.canonical import canonical, sha256_hex

OPTIONS = (Option("bench", "A bench", cost="300"), Option("swing", "A swing", cost="900"))
A_THIRD_TAKES_PART = Proportion(1, 3, Base.CAST)
RULES = {
    Method.PLURALITY: MethodRules(),
    Method.APPROVAL: MethodRules(),
    Method.SCORE: MethodRules(max_score=5),
    Method.STAR: MethodRules(max_score=5),
    Method.IRV: MethodRules(),
    Method.SCHULZE: MethodRules(),
    Method.RANKED_PAIRS: MethodRules(),
    Method.STV: MethodRules(seats=1, quota="droop", arithmetic="scottish"),
    Method.DOTS: MethodRules(credits=4),
    Method.QUADRATIC: MethodRules(credits=9),
    Method.BUDGET_GREEDY: MethodRules(budget="1000"),
    Method.BUDGET_EQUAL_SHARES: MethodRules(budget="1000", utility="cost", completion="add1"),
}
KEY = {
    Method.PLURALITY: "choice",
    Method.SCORE: "scores",
    Method.STAR: "scores",
    Method.DOTS: "credits",
    Method.QUADRATIC: "credits",
    **dict.fromkeys((Method.IRV, Method.SCHULZE, Method.RANKED_PAIRS, Method.STV), "ranking"),
}


def rule(method: Method, **other: object) -> Policy:
    given = {"quorum": A_THIRD_TAKES_PART, "rules": RULES.get(method, MethodRules()), **other}
    return replace(Policy("all", 1, {"en": "All"}, {"en": "All"}, method=method), **given)


def ballot(method: Method, *best_first: str) -> str:
    """A ballot that prefers what is named, the first most, in the form of *method*."""
    key = KEY.get(method, "approve")
    said = {
        "choice": best_first[0] if best_first else "blank",
        "approve": list(best_first[:1]),
        "ranking": [[option] for option in best_first],
        "scores": {option: 3 - place for place, option in enumerate(best_first)},
        "credits": {option: 2 - place for place, option in enumerate(best_first[:2])},
    }
    return write_choice({key: said[key]})


@pytest.mark.parametrize("method", RULES)
def test_what_most_prefer_wins_by_every_method(method):
    cast = [ballot(method, "bench", "swing", NONE)] * 6 + [ballot(method, NONE, "swing", "bench")] * 2

    result = count_vote(rule(method), OPTIONS, [*cast, "blank"], eligible=20)

    assert (result.status, result.passed, result.winners) == (Status.DECIDED, True, ("bench",))
    assert (result.cast, result.valid, result.blank, result.invalid) == (9, 8, 1, 0)
    assert certification(result) is Event.CERTIFY_ADOPTED
    assert from_plain(VoteResult, to_plain(result)) == result
    assert canonical(to_plain(result))


@pytest.mark.parametrize("method", RULES)
def test_if_none_of_these_is_preferred_nothing_is_adopted(method):
    cast = [ballot(method, NONE, "swing")] * 6 + [ballot(method, "bench", NONE)] * 2

    result = count_vote(rule(method), OPTIONS, cast, eligible=20)

    assert (result.status, result.passed) == (Status.DECIDED, False)
    assert [standing.dropped for standing in result.standings] == ["threshold", "threshold"]
    assert certification(result) is Event.CERTIFY_REJECTED


@pytest.mark.parametrize("method", RULES)
def test_a_box_without_a_valid_ballot_is_no_quorum(method):
    result = count_vote(rule(method), OPTIONS, ["blank", "blank"], eligible=3)

    assert (result.status, result.passed, result.cast) == (Status.NO_BALLOTS, False, 2)
    assert certification(result) is Event.CERTIFY_NO_QUORUM


@pytest.mark.parametrize("method", RULES)
def test_too_few_who_prefer_an_option_are_no_quorum(method):
    cast = [ballot(method, "bench", "swing", NONE)] * 3

    result = count_vote(rule(method, quorum=None), OPTIONS, cast, eligible=20)

    assert (result.status, result.quorum_met, result.winners) == (Status.NO_QUORUM, False, ())
    assert {standing.dropped for standing in result.standings} == {"quorum"}


def test_an_option_without_enough_support_is_dropped_before_the_count():
    policy = rule(Method.IRV, quorum=Proportion(1, 4, Base.YES))
    cast = ['{"ranking":[["swing"]]}'] * 4 + ['{"ranking":[["bench"],["none-of-these"],["swing"]]}'] * 6

    result = count_vote(policy, OPTIONS, cast, eligible=20)

    assert [(s.option, s.for_, s.against, s.dropped) for s in result.standings] == [
        ("bench", 6, 0, ""),
        ("swing", 4, 6, "quorum"),
    ]
    assert result.winners == ("bench",)


def test_ballots_for_a_dropped_option_alone_stay_in_the_turnout():
    policy = rule(Method.PLURALITY, quorum=Proportion(1, 4, Base.YES))

    result = count_vote(policy, OPTIONS, ["swing"] * 2 + ["bench"] * 6, eligible=20)

    assert (result.winners, result.valid, result.blank) == (("bench",), 8, 0)


@pytest.mark.parametrize("method", [Method.PLURALITY, Method.APPROVAL, Method.SCORE, Method.SCHULZE, Method.IRV])
def test_equal_support_is_a_tie_and_no_one_is_picked(method):
    cast = [ballot(method, "bench")] * 5 + [ballot(method, "swing")] * 5

    result = count_vote(rule(method), OPTIONS, cast, eligible=20)

    assert (result.status, result.winners, result.tied) == (Status.TIED, (), ("bench", "swing"))
    assert certification(result) is Event.CERTIFY_TIED


def test_an_approval_quorum_is_asked_of_every_option_and_of_yes():
    asked = Proportion(1, 2, Base.ELIGIBLE)
    cast = ['{"approve":["bench"]}'] * 9

    assert count_vote(rule(Method.APPROVAL, approval_quorum=asked), OPTIONS, cast, eligible=20).quorum_met is False
    assert count_vote(rule(Method.APPROVAL, approval_quorum=asked), OPTIONS, cast, eligible=18).passed
    assert count_vote(rule(Method.YES_NO, approval_quorum=asked), (), ["yes"] * 9, eligible=20).passed is False


@pytest.mark.parametrize(
    ("cast", "eligible", "status", "passed"),
    [
        (["consent"] * 7, 20, Status.DECIDED, True),
        (["consent"] * 7 + ["object"], 20, Status.DECIDED, False),
        (["consent"] * 2, 20, Status.NO_QUORUM, False),
        (["blank"], 20, Status.NO_BALLOTS, False),
    ],
)
def test_consent_needs_enough_consents_and_no_objection(cast, eligible, status, passed):
    result = count_vote(rule(Method.CONSENT, quorum=None), (), cast, eligible=eligible)

    assert (result.status, result.passed) == (status, passed)


def test_the_answers_to_one_question_are_its_scores():
    result = count_vote(rule(Method.YES_NO), (), ["yes"] * 4 + ["no"] * 2 + ["abstain"], eligible=20)

    assert (result.yes, result.no, result.abstain) == (4, 2, 1)


def test_no_fewer_ballots_than_the_margin_alter_which_options_stand():
    policy = rule(Method.APPROVAL, quorum=Proportion(1, 4, Base.YES))
    cast = ['{"approve":["bench"]}'] * 5

    result = count_vote(policy, OPTIONS, cast, eligible=20)

    assert result.margin == 1


def test_a_look_back_is_asked_of_the_count():
    policy = rule(Method.IRV, tie=TieRule.LOOK_BACK)

    assert count_vote(policy, OPTIONS, ['{"ranking":[["bench"]]}'] * 9, eligible=20).passed


def test_a_policy_keeps_its_hash_when_later_fields_come_into_being():
    policy = Policy("all", 1, {"en": "All"}, {"en": "All"})
    first = {
        k: v for k, v in to_plain(policy).items() if k not in ("rules", "approval_quorum", "tie", "paper", "group")
    }

    assert policy_hash(policy) == sha256_hex(first)
    assert from_plain(Policy, policy_plain(rule(Method.STAR, paper=True))) == rule(Method.STAR, paper=True)
    assert policy_hash(replace(policy, paper=True)) != policy_hash(policy)
