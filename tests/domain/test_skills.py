"""What a skill demands before somebody may offer it: vouches and checks, in force, by others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.skills import (
    Check,
    CheckKind,
    Clearance,
    Safeguarding,
    Vouch,
    VouchScope,
    clearance,
    vouches_wanted,
)
from tests.builders import TODAY, a_check, a_skill, a_vouch

LICENCE = a_check("ada", CheckKind.LICENCE, skill="first-aid")


def vouches(count: int, **changes: object) -> list[Vouch]:
    return [a_vouch("ada", f"friend-{n}", **changes) for n in range(count)]


def cleared(
    level: Safeguarding, given: list[Vouch], checks: list[Check], slug: str = "first-aid", members: int = 40
) -> Clearance:
    return clearance(a_skill(slug, level), "ada", given, checks, members=members, on=TODAY)


@pytest.mark.parametrize(
    ("members", "vouched", "checked"),
    [(0, 1, 2), (1, 1, 2), (2, 1, 2), (3, 1, 2), (4, 2, 3), (5, 2, 3), (6, 3, 4), (7, 3, 4), (500, 3, 4)],
)
def test_so_many_must_vouch_as_the_network_is_large_enough_for(members: int, vouched: int, checked: int) -> None:
    wanted = [vouches_wanted(members, level) for level in Safeguarding]

    assert wanted == [0, vouched, checked, checked]


@pytest.mark.parametrize(
    ("level", "lacking"),
    [
        (Safeguarding.OPEN, Clearance()),
        (Safeguarding.VOUCHED, Clearance(3)),
        (Safeguarding.CHECKED, Clearance(4, CheckKind.CRIMINAL_RECORD)),
        (Safeguarding.LICENSED, Clearance(4, CheckKind.LICENCE)),
    ],
)
def test_a_newcomer_lacks_all_that_the_skill_demands(level: Safeguarding, lacking: Clearance) -> None:
    assert cleared(level, [], []) == lacking
    assert lacking.cleared is (level is Safeguarding.OPEN)


@pytest.mark.parametrize(
    ("level", "count", "checks"),
    [
        (Safeguarding.VOUCHED, 3, []),
        (Safeguarding.CHECKED, 4, [a_check("ada")]),
        (Safeguarding.LICENSED, 4, [LICENCE]),
    ],
)
def test_who_has_all_of_it_is_cleared_and_with_one_vouch_less_is_not(
    level: Safeguarding, count: int, checks: list[Check]
) -> None:
    assert cleared(level, vouches(count), checks) == Clearance()
    assert cleared(level, vouches(count), checks).cleared
    assert cleared(level, vouches(count - 1), checks) == Clearance(vouches_missing=1)


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({"scope": VouchScope.SKILL, "skill": "first-aid"}, True),
        ({"scope": VouchScope.SKILL, "skill": "bicycle-repair"}, False),
        ({"scope": VouchScope.PERSON, "skill": "bicycle-repair"}, True),
        ({"of": "somebody-else"}, False),
        ({"on": TODAY}, True),
        ({"on": TODAY + timedelta(days=1)}, False),
        ({"expires_on": TODAY}, True),
        ({"expires_on": TODAY - timedelta(days=1)}, False),
        ({"withdrawn_on": TODAY}, False),
        ({"withdrawn_on": TODAY + timedelta(days=1)}, True),
        ({"by": "ada"}, False),
        ({"by": "friend-0"}, False),
    ],
)
def test_a_vouch_counts_once_a_voucher_in_force_and_in_its_scope(changes: dict[str, object], counts: bool) -> None:
    third = replace(a_vouch("ada", "friend-2"), **changes)

    found = cleared(Safeguarding.VOUCHED, [*vouches(2), third], [])

    assert found.cleared is counts


@pytest.mark.parametrize(
    ("level", "check", "counts"),
    [
        (Safeguarding.CHECKED, a_check("ada"), True),
        (Safeguarding.CHECKED, a_check("ada", CheckKind.IDENTITY), False),
        (Safeguarding.CHECKED, a_check("somebody-else"), False),
        (Safeguarding.CHECKED, a_check("ada", valid_until=TODAY), True),
        (Safeguarding.CHECKED, a_check("ada", valid_until=TODAY - timedelta(days=1)), False),
        (Safeguarding.CHECKED, LICENCE, False),
        (Safeguarding.LICENSED, LICENCE, True),
        (Safeguarding.LICENSED, replace(LICENCE, skill="shared-childcare"), False),
        (Safeguarding.LICENSED, a_check("ada"), False),
    ],
)
def test_a_check_counts_while_it_is_valid_for_its_holder_and_its_kind(
    level: Safeguarding, check: Check, counts: bool
) -> None:
    assert cleared(level, vouches(4), [check]).cleared is counts


DAYS = st.dates(TODAY - timedelta(days=3), TODAY + timedelta(days=3))
PEOPLE = st.sampled_from(["ada", "ben", "cy", "dee", "eli", "fay"])
VOUCHES = st.builds(
    Vouch,
    id=st.just("v"),
    by=PEOPLE,
    of=PEOPLE,
    scope=st.sampled_from(list(VouchScope)),
    basis=st.just(""),
    on=DAYS,
    expires_on=DAYS,
    skill=st.sampled_from(["first-aid", "cooking"]),
    withdrawn_on=st.none() | DAYS,
)


@given(st.lists(VOUCHES, max_size=8), VOUCHES, st.integers(0, 12))
def test_one_more_vouch_never_takes_a_clearance_away(
    given_vouches: list[Vouch], more: Vouch, members: int
) -> None:
    before = cleared(Safeguarding.VOUCHED, given_vouches, [], members=members)
    after = cleared(Safeguarding.VOUCHED, [*given_vouches, more], [], members=members)

    assert before.vouches_missing - after.vouches_missing in (0, 1)


@given(st.lists(VOUCHES, max_size=8), st.lists(st.builds(a_check, PEOPLE), max_size=3))
def test_nobody_is_cleared_by_their_own_word_or_what_is_said_of_others(
    given_vouches: list[Vouch], checks: list[Check]
) -> None:
    useless = [v for v in given_vouches if v.by == "ada" or v.of != "ada"]
    theirs = [c for c in checks if c.member != "ada"]

    assert cleared(Safeguarding.CHECKED, useless, theirs) == Clearance(4, CheckKind.CRIMINAL_RECORD)


def test_a_clearance_ends_on_the_day_after_the_check_does() -> None:
    skill, until = a_skill("first-aid", Safeguarding.CHECKED), date(2026, 12, 31)
    held = [a_check("ada", valid_until=until)]

    days = [until, until + timedelta(days=1)]

    assert [clearance(skill, "ada", vouches(4), held, members=9, on=day).cleared for day in days] == [True, False]
