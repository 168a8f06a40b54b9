"""Policies: the numbers they ask for, by whole numbers alone."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import isqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.governance.pinning import policy_hash
from domain.governance.policy import (
    Base,
    Method,
    MethodRules,
    NetworkTooSmall,
    Proportion,
    TieRule,
    default_quorum_votes,
    default_sponsors,
    sponsors_needed,
)
from tests.builders import a_policy

SIZES = st.integers(3, 10**7)


@pytest.mark.parametrize(
    ("members", "sponsors", "votes"),
    [
        *[(3, 1, 3), (4, 1, 3), (5, 2, 4), (16, 2, 6), (17, 3, 7), (20, 3, 7), (64, 4, 12), (65, 5, 13)],
        *[(100, 5, 15), (1_000, 5, 48), (100_000, 5, 475)],
    ],
)
def test_the_defaults_grow_with_the_network_as_the_design_says(members: int, sponsors: int, votes: int) -> None:
    assert default_sponsors(members) == sponsors
    assert default_quorum_votes(members) == votes


@given(SIZES)
def test_the_default_of_sponsors_is_the_smallest_that_holds_and_at_most_five(members: int) -> None:
    needed = default_sponsors(members)

    assert 1 <= needed <= 5
    assert 4 * needed * needed >= members or needed == 5
    assert needed == 1 or 4 * (needed - 1) ** 2 < members


@given(SIZES)
def test_the_default_quorum_is_three_halves_of_the_root_rounded_up(members: int) -> None:
    root = isqrt(9 * members)

    assert default_quorum_votes(members) == (root + (root * root < 9 * members) + 1) // 2


@pytest.mark.parametrize("members", [0, 1, 2])
def test_below_three_members_a_policy_has_to_give_the_numbers(members: int) -> None:
    for default in (default_sponsors, default_quorum_votes):
        with pytest.raises(NetworkTooSmall, match=f"With {members} members a policy has to give") as refused:
            default(members)
        assert refused.value.members == members

    assert sponsors_needed(a_policy(sponsors=1), members) == 1


@pytest.mark.parametrize(("given_number", "of_program"), [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3)])
def test_participants_of_a_program_need_half_the_sponsors_rounded_up(given_number: int, of_program: int) -> None:
    policy = a_policy(sponsors=given_number)

    assert sponsors_needed(policy, 1_000) == given_number
    assert sponsors_needed(policy, 1_000, of_program=True) == of_program


def test_a_policy_without_a_number_takes_the_default_for_the_size() -> None:
    assert [sponsors_needed(a_policy(), members) for members in (20, 100)] == [3, 5]


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 9), st.integers(1, 9), st.booleans())
def test_a_share_is_met_as_fractions_say(count: int, base: int, num: int, den: int, strict: bool) -> None:
    share = Proportion(num, den, Base.VALID, strict=strict)
    wanted = Fraction(num, den)

    met = share.met(count, base)

    if base == 0:
        assert met is False
    else:
        assert met is (Fraction(count, base) > wanted if strict else Fraction(count, base) >= wanted)


def test_every_field_of_a_policy_is_part_of_its_hash() -> None:
    policy = a_policy(sponsors=2, quorum=Proportion(1, 3, Base.CAST))
    changed = [
        replace(policy, version=2),
        replace(policy, voting_days=8),
        replace(policy, threshold=Proportion(2, 3, Base.YES_NO)),
        replace(policy, quorum=None),
        replace(policy, title={"en": "Another"}),
        replace(policy, method=Method.STAR),
        replace(policy, rules=MethodRules(credits=9)),
        replace(policy, approval_quorum=Proportion(1, 3, Base.ELIGIBLE)),
        replace(policy, tie=TieRule.DRAW),
        replace(policy, paper=True),
        replace(policy, group="zone:harbour"),
    ]

    hashes = {policy_hash(p) for p in [policy, *changed]}

    assert len(hashes) == 12
    assert policy_hash(replace(policy)) in hashes
