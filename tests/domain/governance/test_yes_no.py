"""The count of yes, no and abstain against real votes, a margin by brute force, and a shuffled box."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.governance.methods.yes_no import Choice, Status, UnknownChoice, YesNoResult, tally_yes_no
from domain.governance.policy import Base, NetworkTooSmall, Policy, Proportion
from tests.builders import a_policy

HALF = Proportion(1, 2, Base.YES_NO, strict=True)
TWO_THIRDS = Proportion(2, 3, Base.YES_NO)
NO_QUORUM_ASKED = Proportion(0, 1, Base.CAST)
CASES = ["ref-hungary-2016", "ref-scotland-1979", "unga-1970-china-two-thirds"]


def rule(threshold: Proportion = HALF, quorum: Proportion | None = NO_QUORUM_ASKED) -> Policy:
    return a_policy(threshold=threshold, quorum=quorum)


def box(yes: int = 0, no: int = 0, abstain: int = 0, blank: int = 0, invalid: int = 0) -> list[str]:
    counts = zip(Choice, (yes, no, abstain, blank, invalid), strict=True)
    return [str(choice) for choice, count in counts for _ in range(count)]


def proportion(given: dict[str, Any], base: str) -> Proportion:
    return Proportion(given["num"], given["den"], Base(base), strict=given["strict"])


def case_policy(params: dict[str, Any]) -> Policy:
    threshold = proportion(params["threshold"], params["threshold"]["base"])
    quorum = NO_QUORUM_ASKED
    if "quorum" in params:
        quorum = proportion(params["quorum"], params["quorum"]["base"])
    if "approval_quorum" in params:
        quorum = proportion(params["approval_quorum"], "yes")
    return rule(threshold, quorum)


@pytest.mark.parametrize("name", CASES)
def test_real_votes_come_out_as_history_has_it(fixtures_dir: Path, name: str) -> None:
    case = json.loads((fixtures_dir / "elections" / f"{name}.json").read_text())
    ballots = chain.from_iterable(repeat(b["choice"], b["count"]) for b in case["ballots"])

    result = tally_yes_no(ballots, case_policy(case["params"]), eligible=case.get("eligible", 127))

    assert {name: getattr(result, name) for name in case["expected"]} == case["expected"]
    assert result.cast == sum(b["count"] for b in case["ballots"])


@pytest.mark.parametrize(
    ("choices", "policy", "eligible", "status", "passed"),
    [
        (box(), rule(), 20, Status.NO_BALLOTS, False),
        (box(blank=3, invalid=2), rule(), 20, Status.NO_BALLOTS, False),
        (box(yes=6), rule(quorum=None), 20, Status.NO_QUORUM, False),
        (box(yes=7), rule(quorum=None), 20, Status.DECIDED, True),
        (box(yes=7, no=6, abstain=7), rule(quorum=None), 20, Status.DECIDED, True),
        (box(yes=7, no=7), rule(quorum=None), 20, Status.TIED, False),
        (box(yes=6, no=6), rule(quorum=None), 20, Status.NO_QUORUM, False),
        (box(abstain=5), rule(), 20, Status.DECIDED, False),
        (box(yes=2, no=1), rule(TWO_THIRDS), 20, Status.DECIDED, True),
        (box(yes=3, no=2), rule(TWO_THIRDS), 20, Status.DECIDED, False),
        (box(yes=3, no=3), rule(TWO_THIRDS), 20, Status.DECIDED, False),
        (box(yes=3, no=3), rule(Proportion(2, 4, Base.YES_NO, strict=True)), 20, Status.TIED, False),
        (box(yes=3, no=3), rule(Proportion(1, 2, Base.YES_NO)), 20, Status.DECIDED, True),
        (box(yes=3, no=3), rule(Proportion(1, 2, Base.VALID, strict=True)), 20, Status.DECIDED, False),
        (box(yes=3, no=2, abstain=1), rule(Proportion(1, 2, Base.VALID)), 20, Status.DECIDED, True),
        (box(yes=3, no=2, blank=2), rule(Proportion(1, 2, Base.CAST)), 20, Status.DECIDED, False),
        (box(yes=10), rule(Proportion(1, 2, Base.ELIGIBLE)), 20, Status.DECIDED, True),
        (box(yes=9), rule(Proportion(1, 2, Base.ELIGIBLE)), 20, Status.DECIDED, False),
        (box(yes=3, invalid=3), rule(quorum=Proportion(1, 4, Base.CAST)), 20, Status.DECIDED, True),
        (box(yes=3, invalid=3), rule(quorum=Proportion(1, 4, Base.VALID)), 20, Status.NO_QUORUM, False),
        (box(yes=5), rule(quorum=Proportion(1, 4, Base.VALID)), 20, Status.DECIDED, True),
        (box(yes=5), rule(quorum=Proportion(1, 4, Base.VALID, strict=True)), 20, Status.NO_QUORUM, False),
    ],
)
def test_a_count_says_the_first_that_holds(
    choices: list[str], policy: Policy, eligible: int, status: Status, passed: bool
) -> None:
    result = tally_yes_no(choices, policy, eligible=eligible)

    assert (result.status, result.passed) == (status, passed)
    assert result.quorum_met is (status not in (Status.NO_BALLOTS, Status.NO_QUORUM) or not result.valid)


def test_blank_and_invalid_are_cast_but_not_valid_and_an_abstention_is_both() -> None:
    result = tally_yes_no(box(5, 4, 3, 2, 1), rule(), eligible=20)

    assert (result.yes, result.no, result.abstain, result.blank, result.invalid) == (5, 4, 3, 2, 1)
    assert (result.cast, result.valid) == (15, 12)


def test_a_choice_that_is_none_is_named() -> None:
    with pytest.raises(UnknownChoice, match=r"'Yes' is no choice\. Use one of: yes, no, abstain,") as refused:
        tally_yes_no(["yes", "Yes"], rule(), eligible=20)
    assert refused.value.choice == "Yes"


def test_the_default_quorum_means_nothing_on_a_roll_of_two() -> None:
    with pytest.raises(NetworkTooSmall):
        tally_yes_no(box(yes=2), rule(quorum=None), eligible=2)


SHARES = st.builds(
    Proportion, st.integers(0, 4), st.integers(1, 4), st.sampled_from(list(Base)[1:]), st.booleans()
)
QUORA = st.none() | st.builds(
    Proportion,
    st.integers(0, 4),
    st.integers(1, 4),
    st.sampled_from([Base.YES, Base.VALID, Base.CAST]),
    st.booleans(),
)
SMALL = st.integers(0, 7)
BOXES = st.builds(box, SMALL, SMALL, SMALL, SMALL, SMALL)


@given(BOXES, SHARES, QUORA, st.integers(0, 20), st.randoms())
def test_the_order_of_ballots_never_matters(
    choices: list[str], threshold: Proportion, quorum: Proportion | None, more: int, random: Any
) -> None:
    policy, eligible = rule(threshold, quorum), len(choices) + more + 3
    shuffled = random.sample(choices, k=len(choices))

    counted = tally_yes_no(choices, policy, eligible=eligible)

    assert tally_yes_no(shuffled, policy, eligible=eligible) == counted
    assert Counter(choices) == Counter({c: getattr(counted, c) for c in Choice if getattr(counted, c)})


def brute_force_margin(result: YesNoResult, policy: Policy) -> int | None:
    """Return the fewest turned ballots over every way to turn some from yes to no and others from no to yes."""
    turns = [
        to_no + to_yes
        for to_no in range(result.yes + 1)
        for to_yes in range(result.no + 1)
        if passes_after(result, to_no, to_yes, policy) is not result.passed
    ]
    return min(turns, default=None)


def passes_after(result: YesNoResult, to_no: int, to_yes: int, policy: Policy) -> bool:
    yes, no = result.yes - to_no + to_yes, result.no + to_no - to_yes
    choices = box(yes, no, result.abstain, result.blank, result.invalid)
    return tally_yes_no(choices, policy, eligible=result.eligible).passed


@given(BOXES, SHARES, QUORA, st.integers(0, 12))
def test_the_margin_is_what_trying_every_change_finds(
    choices: list[str], threshold: Proportion, quorum: Proportion | None, more: int
) -> None:
    policy = rule(threshold, quorum)

    result = tally_yes_no(choices, policy, eligible=len(choices) + more + 3)

    assert result.margin == brute_force_margin(result, policy)


@given(BOXES, SHARES, QUORA)
def test_one_more_yes_in_the_place_of_a_no_never_turns_a_pass_into_a_fail(
    choices: list[str], threshold: Proportion, quorum: Proportion | None
) -> None:
    policy, eligible = rule(threshold, quorum), len(choices) + 3
    before = tally_yes_no([*choices, "no"], policy, eligible=eligible)
    after = tally_yes_no([*choices, "yes"], policy, eligible=eligible)

    assert after.passed or not before.passed


@given(BOXES, st.integers(1, 9))
def test_a_share_in_higher_terms_is_the_same_share(choices: list[str], times: int) -> None:
    higher = replace(HALF, num=times, den=2 * times)

    lowest, same = (tally_yes_no(choices, rule(share), eligible=40) for share in (HALF, higher))

    assert lowest == same
