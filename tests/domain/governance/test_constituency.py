"""The group beside everyone: what the two decide together, and when the split is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.governance.choice import write_choice
from domain.governance.constituency import Split, Verdict, split_of, split_plain, unanimous, verdict
from domain.governance.lifecycle import Event, State
from domain.governance.policy import Base, ConstituencyRule, Method, MethodRules, Policy, Proportion, TieRule
from domain.governance.proposal import Option
from domain.governance.vote import count_vote
from domain.privacy import SPLIT_FROM_BALLOTS

CONCURRENT, AGAIN = ConstituencyRule.CONCURRENT, ConstituencyRule.SECOND_READING
OPTIONS = (Option("bench", "A bench"), Option("swing", "A swing"))
A_FEW = Proportion(1, 10, Base.CAST)


def a_policy(rule: ConstituencyRule = CONCURRENT, **changes: object) -> Policy:
    policy = Policy("both", 1, {"en": "Both"}, {"en": "Both"}, quorum=A_FEW, constituency=rule)
    return replace(policy, **changes)


def ballots(group: str, rest: str) -> list[tuple[str, bool]]:
    """One ballot for each sign: y, n, a or b; for options s (swing) and p (bench)."""
    words = {"y": "yes", "n": "no", "a": "abstain", "b": "blank", "s": "swing", "p": "bench"}
    return [(words[sign], True) for sign in group] + [(words[sign], False) for sign in rest]


def found(group: str, rest: str, policy: Policy | None = None, *, second: bool = False) -> Verdict:
    policy = policy or a_policy()
    cast = ballots(group, rest)
    options = OPTIONS if policy.method is Method.PLURALITY else ()
    everyone = count_vote(policy, options, (choice for choice, _ in cast), eligible=60)
    split = split_of(policy, options, cast, 20, 40)
    return verdict(policy, everyone, split, second=second)


YES, NO, EVEN = "y" * 8 + "n" * 4, "n" * 8 + "y" * 4, "yyyyyynnnnnn"


@pytest.mark.parametrize(
    ("group", "rest", "event"),
    [
        (YES, YES, Event.CERTIFY_ADOPTED),
        (NO, "y" * 20 + "n", Event.CERTIFY_REJECTED),
        (YES, "n" * 30 + "y", Event.CERTIFY_REJECTED),
        (EVEN, YES, Event.CERTIFY_TIED),
        (EVEN, NO, Event.CERTIFY_REJECTED),
        ("y" * 9 + "n", YES, Event.CERTIFY_NO_QUORUM),
        (YES, "y" * 10, Event.CERTIFY_NO_QUORUM),
        (YES, "", Event.CERTIFY_NO_QUORUM),
        ("", YES, Event.CERTIFY_NO_QUORUM),
    ],
)
def test_concurrent_passes_only_where_everyone_and_the_group_pass(group: str, rest: str, event: Event) -> None:
    assert found(group, rest).event is event


def test_the_policys_quorum_is_asked_of_everyone_and_not_of_the_group() -> None:
    policy = a_policy(quorum=Proportion(24, 60, Base.CAST), approval_quorum=Proportion(16, 60, Base.ELIGIBLE))

    assert found(YES, YES, policy).event is Event.CERTIFY_ADOPTED
    assert found(YES, YES[1:], policy).event is Event.CERTIFY_NO_QUORUM


def test_two_parts_that_want_different_options_do_not_agree() -> None:
    policy = a_policy(method=Method.PLURALITY, rules=MethodRules(), threshold=Proportion(1, 4, Base.YES_NO))

    assert found("ppppppppppps", "s" * 30 + "p", policy).event is Event.CERTIFY_REJECTED
    assert found("sssssssssssp", "s" * 30 + "p", policy).event is Event.CERTIFY_ADOPTED


@pytest.mark.parametrize(
    ("group", "rest", "event"),
    [
        (YES, YES, Event.CERTIFY_ADOPTED),
        (NO, "y" * 20 + "n", Event.SECOND_READING),
        (YES, "n" * 30 + "y", Event.SECOND_READING),
        ("n" * 10, "y" * 20 + "n", Event.CERTIFY_ADOPTED),
    ],
)
def test_where_everyone_and_the_group_differ_there_is_a_second_reading(
    group: str, rest: str, event: Event
) -> None:
    assert found(group, rest, a_policy(AGAIN)).event is event


def test_different_winners_are_a_difference_too() -> None:
    policy = a_policy(AGAIN, method=Method.PLURALITY, threshold=Proportion(1, 4, Base.YES_NO))

    assert found("ppppppppppps", "s" * 30 + "p", policy).event is Event.SECOND_READING


def test_in_the_second_reading_everyone_decides() -> None:
    decided = found(NO, "y" * 20 + "n", a_policy(AGAIN), second=True)

    assert decided == Verdict(Event.CERTIFY_ADOPTED)


def test_where_everyone_is_asked_alike_the_count_stands_alone() -> None:
    policy = a_policy(ConstituencyRule.EVERYONE)
    everyone = count_vote(policy, (), ["yes"] * 20, eligible=60)

    assert verdict(policy, everyone, None) == Verdict(Event.CERTIFY_ADOPTED)
    assert split_plain(Verdict(Event.CERTIFY_ADOPTED), final=True) is None


def test_before_the_final_result_the_verdict_is_said_and_no_number() -> None:
    decided = found(YES, YES)
    before, final = split_plain(decided, final=False), split_plain(decided, final=True)

    assert before is not None
    assert final is not None
    assert (before["outcome"], before["group"]["outcome"]) == (State.ADOPTED, State.ADOPTED)
    assert before["group"]["result"] is before["rest"]["result"] is None
    assert not before["recomputable"]
    assert final["recomputable"]
    assert final["group"]["result"]["scores"] == {"yes": 8, "no": 4, "abstain": 0}


def test_a_split_with_a_part_of_one_voice_is_never_shown() -> None:
    final = split_plain(found("y" * 12, YES), final=True)

    assert final is not None
    assert final["group"]["outcome"] == State.ADOPTED
    assert final["group"]["result"] is final["rest"]["result"] is None
    assert not final["recomputable"]


def test_a_second_reading_says_so_in_the_result() -> None:
    said = split_plain(found(NO, "y" * 20 + "n", a_policy(AGAIN)), final=True)

    assert said is not None
    assert said["outcome"] == "second_reading"


@pytest.mark.parametrize(
    ("rows", "one_voice"),
    [
        ([], False),
        ([{"choice": "yes"}], True),
        ([{"choice": "yes"}, {"choice": "no"}], False),
        ([{"approve": ["a", "b"]}, {"approve": ["b", "c"]}], True),
        ([{"approve": ["a"]}, {"approve": ["b"]}], False),
        ([{"scores": {"a": 3}}, {"scores": {"a": 1, "b": 2}}], True),
        ([{"credits": {"a": 3}}, {"credits": {"b": 2}}], False),
        ([{"ranking": [["a"], ["b"]]}, {"ranking": [["c"], ["a"], ["b"]]}], True),
        ([{"ranking": [["a"], ["b"]]}, {"ranking": [["c"]]}], False),
        ([{"approve": ["a"]}, {"choice": "blank"}], False),
    ],
)
def test_one_voice_is_whatever_no_ballot_of_a_part_leaves_unsaid(
    rows: list[dict[str, object]], one_voice: bool
) -> None:
    assert unanimous({write_choice(row): 3 for row in rows}) is one_voice


SIGNS = st.text("ynab", max_size=16)


@given(boxes=st.lists(st.tuples(SIGNS, SIGNS), min_size=1, max_size=4))
def test_no_subtraction_of_what_is_published_yields_a_forbidden_cell(boxes: list[tuple[str, str]]) -> None:
    """Every numbered result of a vote, recounts included, and the totals of everyone beside each."""
    published = [published_parts(*box, final=number == len(boxes)) for number, box in enumerate(boxes, start=1)]
    told = [parts for parts in published if parts is not None]

    # All tables of parts that can be had from what is published: those told, and their differences.
    assert len(told) <= 1
    for parts in told:
        assert all(sum(cells) >= SPLIT_FROM_BALLOTS for cells in parts)
        assert all(max(cells) < sum(cells) for cells in parts)


def published_parts(group: str, rest: str, *, final: bool) -> list[tuple[int, ...]] | None:
    """The cells of group and rest in a published result; the second also follows from everyone and the group."""
    said = split_plain(found(group, rest), final=final)
    assert said is not None
    parts = [said["group"]["result"], said["rest"]["result"]]
    if None in parts:
        assert parts == [None, None]
        return None
    return [(*part["scores"].values(), part["blank"], part["invalid"]) for part in parts]


@given(group=SIGNS, rest=SIGNS)
def test_swapping_group_and_rest_changes_nothing_about_what_is_told(group: str, rest: str) -> None:
    def told(one: str, other: str) -> bool:
        split: Split = split_of(a_policy(), (), ballots(one, other), 20, 40)
        return split.told

    assert told(group, rest) == told(rest, group)


def test_a_tie_rule_changes_nothing_about_the_parts() -> None:
    assert found(EVEN, YES, a_policy(tie=TieRule.DRAW)).event is Event.CERTIFY_TIED
