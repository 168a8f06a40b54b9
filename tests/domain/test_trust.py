"""Whose word counts: nobody's own, nobody's who is new, and never that of a ring of accounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.people import Admission, Member, Standing
from domain.skills import Safeguarding, Vouch, VouchScope, vouches_wanted
from domain.trust import (
    SEASON,
    Asked,
    Criterion,
    Known,
    admission,
    counted,
    givers,
    member_since,
    seasoned,
    stands_without,
)
from tests.builders import TODAY, a_member, a_vouch

DAY_X = date(2026, 6, 1)
KNOWN = Known(vouches=3, took_part=1, members=20)


def roll(*members: Member) -> dict[str, Member]:
    return {member.id: member for member in members}


def admitted(slug: str, on: date, *on_word_of: str, **more: object) -> Member:
    words = tuple(f"id-{other}" for other in on_word_of)
    return a_member(slug, admission=Admission(member_on=on, on_word_of=words), **more)


def word(by: str, of: str, on: date = TODAY, **more: object) -> Vouch:
    return a_vouch(f"id-{of}", f"id-{by}", on=on, expires_on=on + timedelta(days=700), **more)


@st.composite
def rings(draw: st.DrawFn, *, fresh: bool) -> tuple[dict[str, Member], list[Vouch]]:
    """
    Accounts that became members from DAY_X on and vouch for one another alone.

    Fresh ones came in however they liked and vouch before their month is over; the others came in on one
    another's word and vouch whenever they like.
    """
    size = draw(st.integers(2, 12))
    slugs = [f"a{number}" for number in range(size)]
    some = st.lists(st.sampled_from(slugs), min_size=0 if fresh else 1, max_size=4)
    days = st.integers(0, 29 if fresh else 900)
    members = [admitted(slug, DAY_X + timedelta(days=draw(st.integers(0, 20))), *draw(some)) for slug in slugs]
    pairs = draw(st.lists(st.tuples(st.sampled_from(slugs), st.sampled_from(slugs), days), max_size=60))
    vouches = [
        replace(word(by, of, DAY_X + timedelta(days=day)), id=str(number))
        for number, (by, of, day) in enumerate(pairs)
    ]
    return roll(*members), vouches


@given(rings(fresh=True), st.integers(0, 400))
def test_a_ring_of_fresh_accounts_reaches_nobodys_threshold(
    ring: tuple[dict[str, Member], list[Vouch]], later: int
) -> None:
    members, vouches = ring
    on = DAY_X + timedelta(days=later)

    assert counted(vouches, members) == ()
    assert all(not givers(vouches, members, member, on) for member in members)


@given(rings(fresh=False), st.integers(0, 1600))
def test_accounts_that_came_in_on_one_anothers_word_never_count(
    ring: tuple[dict[str, Member], list[Vouch]], later: int
) -> None:
    members, vouches = ring
    founders = [a_member(f"old-{number}") for number in range(5)]
    on = DAY_X + timedelta(days=later)

    assert all(not givers(vouches, members | roll(*founders), member, on) for member in members)


@given(rings(fresh=False))
def test_one_honest_word_roots_only_those_who_came_in_on_it(
    ring: tuple[dict[str, Member], list[Vouch]],
) -> None:
    members, vouches = ring
    honest = a_member("honest")
    first = replace(members["id-a0"], admission=Admission(member_on=DAY_X, on_word_of=(honest.id,)))
    there = members | roll(honest, first)

    assert stands_without(first, "id-nobody", there)
    assert not stands_without(first, honest.id, there)
    assert all(v.by != v.of for v in counted(vouches, there))


def test_a_vouch_for_oneself_counts_nothing() -> None:
    assert counted([word("ada", "ada")], roll(a_member("ada"))) == ()


@pytest.mark.parametrize(
    ("giver", "counts"),
    [
        (a_member("ben"), True),
        (a_member("ben", standing=Standing.NEWCOMER), False),
        (a_member("ben", standing=Standing.DORMANT), False),
        (a_member("ben", standing=Standing.LEFT), False),
        (admitted("ben", TODAY - SEASON), True),
        (admitted("ben", TODAY - SEASON + timedelta(days=1)), False),
        (a_member("ben", joined_on=TODAY), False),
        (a_member("ben", joined_on=TODAY, admission=Admission(founder=True)), True),
    ],
)
def test_a_word_counts_from_a_member_of_a_month_or_a_founder(giver: Member, counts: bool) -> None:
    assert bool(counted([word("ben", "ada")], roll(giver, a_member("ada")))) is counts


def test_a_word_of_somebody_nobody_knows_counts_nothing() -> None:
    assert counted([word("gone", "ada")], roll(a_member("ada"))) == ()


def test_nobody_counts_for_the_one_on_whose_word_alone_they_came_in() -> None:
    ada = a_member("ada")
    ben = admitted("ben", DAY_X, "ada")
    cem = admitted("cem", DAY_X, "ada", "dot")
    there = roll(ada, ben, cem, a_member("dot"))

    assert counted([word("ben", "ada")], there) == ()
    assert len(counted([word("cem", "ada")], there)) == 1
    assert len(counted([word("ben", "cem")], there)) == 1


def test_only_a_word_for_the_person_in_force_opens_the_way_in() -> None:
    there = roll(*(a_member(slug) for slug in ("ada", "ben", "cem", "dot", "eve")))
    vouches = [
        word("ben", "ada"),
        replace(word("ben", "ada"), id="again"),
        word("cem", "ada", scope=VouchScope.SKILL, skill="bicycle-repair"),
        word("dot", "ada", withdrawn_on=TODAY),
        word("eve", "ben"),
    ]

    assert givers(vouches, there, "id-ada", TODAY) == {"id-ben"}


def test_who_has_no_vote_is_a_member_since_no_day() -> None:
    newcomer = a_member(standing=Standing.NEWCOMER)

    assert member_since(newcomer) is None
    assert not seasoned(newcomer, TODAY)
    assert member_since(a_member(joined_on=DAY_X)) == DAY_X
    assert member_since(admitted("ben", TODAY)) == TODAY


@pytest.mark.parametrize(
    ("met_on", "vouches", "met"),
    [(None, 0, False), (None, 1, False), (None, 2, True), (TODAY, 0, True)],
)
def test_an_applicant_is_met_or_two_members_give_their_word(met_on: date | None, vouches: int, met: bool) -> None:
    applicant = a_member(standing=Standing.APPLICANT, admission=Admission(met_on=met_on))

    assert admission(applicant, replace(KNOWN, vouches=vouches), TODAY) == (Asked(Criterion.MET, met, vouches, 2),)


def test_a_newcomer_becomes_a_member_with_days_a_first_deed_and_vouches() -> None:
    newcomer = a_member(standing=Standing.NEWCOMER, joined_on=TODAY - SEASON)
    asked = admission(newcomer, KNOWN, TODAY)

    assert [one.criterion for one in asked] == [Criterion.DAYS, Criterion.TOOK_PART, Criterion.VOUCHES]
    assert all(one.met for one in asked)
    assert [one.met for one in admission(newcomer, Known(2, 0, 20), TODAY)] == [True, False, False]
    assert [one.met for one in admission(newcomer, KNOWN, TODAY - timedelta(days=1))] == [False, True, True]


def test_the_days_count_from_being_a_newcomer() -> None:
    newcomer = a_member(standing=Standing.NEWCOMER, admission=Admission(newcomer_on=TODAY))

    assert admission(newcomer, KNOWN, TODAY)[0] == Asked(Criterion.DAYS, False, met_from=TODAY + SEASON)


@pytest.mark.parametrize(("members", "wanted"), [(1, 1), (2, 1), (3, 1), (4, 2), (5, 2), (6, 3), (500, 3)])
def test_a_small_network_asks_for_fewer_words(members: int, wanted: int) -> None:
    newcomer = a_member(standing=Standing.NEWCOMER)

    assert admission(newcomer, replace(KNOWN, members=members), TODAY)[2].wanted == wanted
    assert vouches_wanted(members, Safeguarding.VOUCHED) == wanted


@pytest.mark.parametrize("standing", [Standing.MEMBER, Standing.DORMANT, Standing.LEFT])
def test_whoever_is_in_or_gone_has_no_step_ahead(standing: Standing) -> None:
    assert admission(a_member(standing=standing), KNOWN, TODAY) == ()
