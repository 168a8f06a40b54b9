"""Points: what each part is worth, that the very skill comes first, and that carrying much never counts for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.matching.model import ReasonKind
from domain.matching.rules import broken
from domain.matching.scoring import (
    ANY_LANGUAGE,
    FAIRNESS,
    LANGUAGE,
    LEARNER,
    LEVEL,
    SAME_ZONE,
    TIME,
    TIME_UNKNOWN,
    VERY_SKILL,
    ZONE_UNKNOWN,
    confirmed_points,
    fairness_points,
    language_points,
    reasons,
    score,
    time_points,
    used,
    zone_points,
)
from domain.people import Fluency, Level
from tests.domain.matching.communities import BANDS, a_giver, a_seeker, communities

BEST: dict[str, Any] = {
    "skills": {"bicycle-repair": Level.CAN_TEACH},
    "languages": {"ti": Fluency.FIRST},
    "zone": "hillfoot",
    "bands": BANDS,
    "confirmed_days": 0,
}
ASKED: dict[str, Any] = {"languages": ("ti",), "zone": "hillfoot", "bands": BANDS}


def test_a_pair_that_fits_in_everything_has_a_thousand_points() -> None:
    assert score(a_seeker(**ASKED), a_giver(**BEST), learner=True) == 1000


def test_a_pair_of_which_nothing_is_known_counts_its_skill_and_the_middle_of_the_rest() -> None:
    expected = VERY_SKILL + LEVEL[Level.CAN_DO] + ANY_LANGUAGE + ZONE_UNKNOWN + TIME_UNKNOWN + FAIRNESS

    assert score(a_seeker(), a_giver()) == expected


@pytest.mark.parametrize(
    ("level", "points"), [(Level.CAN_DO, LEARNER[Level.CAN_DO]), (Level.CAN_TEACH, LEARNER[Level.CAN_TEACH])]
)
def test_with_a_learner_about_who_can_teach_counts_for_more(level: Level, points: int) -> None:
    giver = a_giver(skills={"bicycle-repair": level})

    assert score(a_seeker(), giver, learner=True) == score(a_seeker(), giver) + points
    assert LEARNER[Level.CAN_TEACH] > LEARNER[Level.CAN_DO]


def test_a_learner_counts_for_nothing_beside_a_related_skill() -> None:
    need, giver = a_seeker(also=("clothes-mending",)), a_giver(skills={"clothes-mending": Level.CAN_TEACH})

    assert score(need, giver, learner=True) == score(need, giver)


def test_the_very_skill_is_used_before_a_related_one_known_better() -> None:
    giver = a_giver(skills={"bicycle-repair": Level.CAN_DO, "clothes-mending": Level.CAN_TEACH})

    assert used(a_seeker(also=("clothes-mending",)), giver) == ("bicycle-repair", Level.CAN_DO)


def test_of_related_skills_the_one_known_best_is_used_and_the_first_named_where_equal() -> None:
    need = a_seeker(also=("clothes-mending", "shared-childcare"))
    teaches = {"clothes-mending": Level.CAN_DO, "shared-childcare": Level.CAN_TEACH}
    equal = {"shared-childcare": Level.CAN_DO, "clothes-mending": Level.CAN_DO}

    assert used(need, a_giver(skills=teaches)).skill == "shared-childcare"
    assert used(need, a_giver(skills=equal)).skill == "clothes-mending"


def test_who_has_nothing_to_meet_the_need_with_has_no_points() -> None:
    with pytest.raises(ValueError):
        score(a_seeker(), a_giver(skills={}))


def test_nobody_with_a_related_skill_comes_before_somebody_with_the_very_one() -> None:
    need = a_seeker(**ASKED, also=("clothes-mending",))
    least = a_giver(languages={"ti": Fluency.BASIC}, zone="old-docks", carried=10_000)
    most = a_giver(**{**BEST, "skills": {"clothes-mending": Level.CAN_TEACH}})

    assert score(need, least) > score(need, most, learner=True)


@given(communities(most_needs=2), st.integers(1, 500))
def test_carrying_more_never_raises_points_and_all_points_lie_between_1_and_1000(drawn: Any, more: int) -> None:
    for need in drawn.needs:
        for giver in drawn.givers:
            if not broken(need, giver, drawn.blocks):
                before = score(need, giver)

                assert 1 <= before <= 1000
                assert score(need, replace(giver, carried=giver.carried + more)) <= before


@pytest.mark.parametrize(("carried", "points"), [(0, 100), (1, 94), (16, 50), (48, 25), (10_000, 0)])
def test_fairness_is_halved_at_four_hours_carried(carried: int, points: int) -> None:
    assert fairness_points(carried) == points


@pytest.mark.parametrize(("days", "points"), [(None, 0), (0, 40), (28, 40), (29, 20), (84, 20), (85, 0)])
def test_time_told_lately_counts(days: int | None, points: int) -> None:
    assert confirmed_points(days) == points


@pytest.mark.parametrize(
    ("wanted", "lived", "points"),
    [("a", "a", SAME_ZONE), ("a", "b", 0), ("", "a", ZONE_UNKNOWN), ("a", "", ZONE_UNKNOWN)],
)
def test_the_same_zone_counts_and_an_unknown_one_a_little(wanted: str, lived: str, points: int) -> None:
    assert zone_points(wanted, lived) == points


@pytest.mark.parametrize(
    ("common", "points"),
    [(1, TIME[1]), (2, TIME[2]), (3, TIME[3]), (4, TIME[3])],
    ids=["one", "two", "three", "four"],
)
def test_more_common_time_counts_up_to_three_parts_of_the_week(common: int, points: int) -> None:
    assert time_points(a_seeker(bands=BANDS), a_giver(bands=BANDS[:common])) == points


@pytest.mark.parametrize("fluency", Fluency)
def test_the_better_the_language_the_more_points(fluency: Fluency) -> None:
    found = language_points(a_seeker(languages=("ti",)), a_giver(languages={"ti": fluency}))

    assert found == LANGUAGE[fluency]
    assert sorted(LANGUAGE.values(), reverse=True) == [LANGUAGE[f] for f in Fluency]


def test_every_reason_is_told_with_what_it_is_about() -> None:
    found = reasons(a_seeker(**ASKED), a_giver(**{**BEST, "bands": BANDS[:2]}), "eli")

    assert [(r.kind, r.params) for r in found] == [
        (ReasonKind.SKILL, {"skill": "bicycle-repair", "level": "can teach"}),
        (ReasonKind.LANGUAGE, {"language": "ti", "fluency": "first"}),
        (ReasonKind.TIME, {"bands": "mon morning, tue evening"}),
        (ReasonKind.ZONE, {"zone": "hillfoot"}),
        (ReasonKind.CONFIRMED, {"days": "0"}),
        (ReasonKind.ROOM, {}),
        (ReasonKind.APPRENTICE, {"member": "eli"}),
    ]


def test_what_is_not_known_is_no_reason_and_the_time_is_to_be_asked() -> None:
    found = reasons(
        a_seeker(also=("clothes-mending",)), a_giver(skills={"clothes-mending": Level.CAN_DO}, carried=99)
    )

    assert [(r.kind, r.params) for r in found] == [
        (ReasonKind.RELATED, {"skill": "clothes-mending", "asked": "bicycle-repair", "level": "can do"}),
        (ReasonKind.ASK_TIME, {}),
    ]
