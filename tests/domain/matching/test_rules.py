"""The hard rules: each names itself where a pair breaks it, and what is not known breaks nothing."""

from __future__ import annotations

from typing import Any

import pytest

from domain.matching.model import NO_BLOCKS, Rule
from domain.matching.rules import broken, common_language, may_come_along
from domain.people import Fluency, Level
from tests.domain.matching.communities import a_giver, a_seeker

APART = frozenset({frozenset(("ana", "ben"))})
CHILDCARE: dict[str, Any] = {"skill": "shared-childcare", "guarded": frozenset({"shared-childcare"})}
MINDER: dict[str, Any] = {"skills": {"shared-childcare": Level.CAN_DO}}
CLEARED = frozenset({"shared-childcare"})


def test_a_pair_that_fits_breaks_nothing() -> None:
    assert broken(a_seeker(), a_giver()) == ()


def test_nobody_is_suggested_for_their_own_need() -> None:
    assert broken(a_seeker("ben"), a_giver("ben")) == (Rule.ONESELF,)


def test_a_block_holds_whichever_side_asks() -> None:
    assert broken(a_seeker("ana"), a_giver("ben"), APART) == (Rule.BLOCKED,)
    assert broken(a_seeker("ben"), a_giver("ana"), APART) == (Rule.BLOCKED,)
    assert broken(a_seeker("ana"), a_giver("chi"), APART) == ()


@pytest.mark.parametrize("skills", [{}, {"clothes-mending": Level.CAN_TEACH}, {"bicycle-repair": Level.LEARNING}])
def test_without_the_skill_or_while_learning_it_nobody_is_suggested(skills: dict[str, Level]) -> None:
    assert broken(a_seeker(), a_giver(skills=skills)) == (Rule.SKILL,)


def test_a_related_skill_will_do_where_the_need_says_so() -> None:
    mender = a_giver(skills={"clothes-mending": Level.CAN_DO})

    assert broken(a_seeker(also=("clothes-mending",)), mender) == ()


def test_a_safeguarded_skill_needs_clearance_today() -> None:
    assert broken(a_seeker(**CHILDCARE), a_giver(**MINDER)) == (Rule.CLEARANCE,)
    assert broken(a_seeker(**CHILDCARE), a_giver(**MINDER, cleared=CLEARED)) == ()


def test_an_open_skill_is_no_way_around_what_the_skill_asked_for_demands() -> None:
    need = a_seeker(**CHILDCARE, also=("bicycle-repair",))

    assert broken(need, a_giver()) == (Rule.CLEARANCE,)
    assert broken(need, a_giver(cleared=CLEARED)) == ()


def test_a_related_skill_needs_its_own_clearance_too() -> None:
    need = a_seeker(also=("shared-childcare",), guarded=CLEARED)

    assert broken(need, a_giver(**MINDER)) == (Rule.CLEARANCE,)
    assert broken(need, a_giver(**MINDER, cleared=CLEARED)) == ()


@pytest.mark.parametrize(
    ("wanted", "least", "spoken", "breaks"),
    [
        ((), Fluency.BASIC, {}, False),
        (("ti",), Fluency.BASIC, {}, True),
        (("ti",), Fluency.BASIC, {"en": Fluency.FIRST}, True),
        (("ti",), Fluency.BASIC, {"ti": Fluency.BASIC}, False),
        (("ti",), Fluency.GOOD, {"ti": Fluency.BASIC}, True),
        (("ti",), Fluency.GOOD, {"ti": Fluency.GOOD}, False),
        (("ti", "en"), Fluency.GOOD, {"ti": Fluency.BASIC, "en": Fluency.FLUENT}, False),
    ],
)
def test_one_of_the_languages_named_is_spoken_well_enough(
    wanted: tuple[str, ...], least: Fluency, spoken: dict[str, Fluency], breaks: bool
) -> None:
    found = broken(a_seeker(languages=wanted, fluency=least), a_giver(languages=spoken))

    assert found == ((Rule.LANGUAGE,) if breaks else ())


def test_of_several_languages_the_one_spoken_best_is_the_common_one() -> None:
    need = a_seeker(languages=("ti", "en"))

    assert common_language(need, a_giver(languages={"en": Fluency.FIRST, "ti": Fluency.GOOD})) == "en"
    assert common_language(need, a_giver(languages={"en": Fluency.GOOD, "ti": Fluency.GOOD})) == "ti"
    assert common_language(a_seeker(), a_giver(languages={"en": Fluency.FIRST})) is None


@pytest.mark.parametrize(
    ("wanted", "told", "breaks"),
    [
        ((), None, False),
        ((), ("mon morning",), False),
        (("mon morning",), None, False),
        (("mon morning",), (), False),
        (("mon morning",), ("mon morning", "sun night"), False),
        (("mon morning",), ("sun night",), True),
    ],
)
def test_times_that_both_told_must_meet_and_silence_is_no_refusal(
    wanted: tuple[str, ...], told: tuple[str, ...] | None, breaks: bool
) -> None:
    assert broken(a_seeker(bands=wanted), a_giver(bands=told)) == ((Rule.TIME,) if breaks else ())


@pytest.mark.parametrize(
    ("here_only", "lived", "breaks"),
    [(False, "old-docks", False), (True, "old-docks", True), (True, "", True), (True, "hillfoot", False)],
)
def test_a_need_that_stays_in_its_zone_is_met_from_there(here_only: bool, lived: str, breaks: bool) -> None:
    found = broken(a_seeker(zone="hillfoot", here_only=here_only), a_giver(zone=lived))

    assert found == ((Rule.ZONE,) if breaks else ())


@pytest.mark.parametrize("free", [0, -1])
def test_who_has_no_slot_left_this_week_is_not_asked(free: int) -> None:
    assert broken(a_seeker(), a_giver(free=free)) == (Rule.FULL,)


def test_every_broken_rule_is_told() -> None:
    need = a_seeker("ben", languages=("ti",), bands=("mon morning",), zone="hillfoot", here_only=True)

    found = broken(need, a_giver("ben", skills={}, bands=("sun night",), free=0))

    assert found == (Rule.SKILL, Rule.ONESELF, Rule.LANGUAGE, Rule.TIME, Rule.ZONE, Rule.FULL)


def learner(**changes: Any) -> Any:
    return a_giver(**{"member": "eli", "skills": {"shared-childcare": Level.LEARNING}, **changes})


def test_an_apprentice_is_cleared_like_the_one_who_leads() -> None:
    assert not may_come_along(a_seeker(**CHILDCARE), learner())
    assert may_come_along(a_seeker(**CHILDCARE), learner(cleared=CLEARED))
    assert may_come_along(a_seeker(skill="shared-childcare"), learner())


def test_only_who_is_learning_the_very_skill_comes_along() -> None:
    assert not may_come_along(a_seeker(also=("shared-childcare",)), learner())
    assert not may_come_along(a_seeker(skill="shared-childcare"), a_giver(**MINDER))


@pytest.mark.parametrize(
    "changes",
    [{"free": 0}, {"bands": ("sun night",)}, {"languages": {}}, {"zone": "old-docks"}, {"member": "ana"}],
)
def test_no_hard_rule_is_broken_for_an_apprentice(changes: dict[str, Any]) -> None:
    need = a_seeker(
        skill="shared-childcare", languages=("en",), bands=("mon morning",), zone="hillfoot", here_only=True
    )
    fits = {"languages": {"en": Fluency.GOOD}, "bands": ("mon morning",), "zone": "hillfoot"}

    assert may_come_along(need, learner(**fits))
    assert not may_come_along(need, learner(**{**fits, **changes}))


def test_an_apprentice_is_kept_from_whom_a_block_keeps_them() -> None:
    apart = frozenset({frozenset(("ana", "eli"))})

    assert may_come_along(a_seeker(skill="shared-childcare"), learner(), NO_BLOCKS)
    assert not may_come_along(a_seeker(skill="shared-childcare"), learner(), apart)
