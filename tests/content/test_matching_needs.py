"""Twenty needs answered by somebody who knows the people: whom they would ring is among the first three."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from domain.exchange import Direction, Intent
from domain.matching.model import CircleKind, Seeker
from domain.matching.ranking import top
from domain.search import Index, index_of
from domain.skills import Safeguarding
from forms_api.services.clearances import cleared
from forms_api.services.matching import desk, desk_circles
from forms_api.services.pool import Pool, pool, seeker_of
from forms_api.store.memory import MemoryStore
from rsn.demo.exchanges import add_exchanges
from rsn.demo.people import add_people, member_id
from rsn.demo.reading import written_for
from site_builder.content import load_catalogue

CONTENT = Path(__file__).resolve().parents[2] / "content"
NEEDS: list[Mapping[str, Any]] = YAML(typ="safe", pure=True).load(
    (Path(__file__).parent / "matching_needs.yaml").read_text("utf-8")
)
NOT_MOVED = timedelta(0)
LANGUAGES = ("en", "es", "ar")


class Demo:
    """The seeded community on the day it was written for, as the matching reads it."""

    def __init__(self) -> None:
        self.catalogue = load_catalogue(CONTENT)
        self.index: Index = index_of(self.catalogue.skills.values(), self.catalogue.categories)
        self.today = written_for()
        self.store = MemoryStore()
        with self.store.unit() as unit:
            add_people(unit, self.catalogue, NOT_MOVED)
            add_exchanges(unit, NOT_MOVED)
            self.pool: Pool = pool(unit, self.catalogue, self.today)
            self.members = {member.id: member for member in unit.members}

    def seeker(self, need: Mapping[str, Any], skill: str) -> Seeker:
        """Return the need as it stands in the file, for the skill somebody was led to."""
        owner = member_id(need["asks"])
        intent = Intent(
            id=need["key"],
            member=owner,
            direction=Direction.NEED,
            skill=skill,
            made_at=datetime.combine(self.today, time(9), UTC),
            zone=need["zone"],
            language=need["language"],
            bands=tuple(need["bands"]),
        )
        return seeker_of(intent, self.members[owner], self.catalogue)

    def holders(self, skill: str) -> list[str]:
        return [giver.member for giver in self.pool.givers if skill in giver.skills]

    def first_three(self, need: Mapping[str, Any], skill: str) -> list[str]:
        found = top(self.seeker(need, skill), self.pool.givers, self.pool.blocks)
        return [self.members[one.giver].entry.slug for one in found]


@pytest.fixture(scope="module")
def demo() -> Demo:
    return Demo()


def cases(*languages: str) -> list[Any]:
    return [pytest.param(n, code, id=f"{n['key']}-{code}") for n in NEEDS for code in languages]


@pytest.mark.parametrize("need", NEEDS, ids=lambda need: need["key"])
def test_whom_a_steward_would_ring_first_is_among_the_first_three(demo: Demo, need: Mapping[str, Any]) -> None:
    assert need["rings"] in demo.first_three(need, need["skill"]), need["why"]


@pytest.mark.parametrize(("need", "language"), cases(*LANGUAGES))
def test_asked_in_words_of_any_language_it_is_the_same_person(
    demo: Demo, need: Mapping[str, Any], language: str
) -> None:
    meant = demo.index.find(need["words"][language])

    assert meant, need["words"][language]
    assert meant[0].skill == need["skill"]
    assert need["rings"] in demo.first_three(need, meant[0].skill), need["why"]


def test_there_are_twenty_needs_each_with_its_words_in_every_language_and_a_reason() -> None:
    assert len(NEEDS) == 20
    assert all(tuple(need["words"]) == LANGUAGES and need["why"].strip() for need in NEEDS)
    assert len({need["rings"] for need in NEEDS}) >= 15


def test_the_words_are_not_the_labels_of_the_skills(demo: Demo) -> None:
    """A person types what they need; who typed the label would have found it in the list."""
    labels = {label for skill in demo.catalogue.skills.values() for label in skill.label.values()}

    assert [w for need in NEEDS for w in need["words"].values() if w in labels] == []


def test_nobody_is_first_by_the_order_of_the_file_alone(demo: Demo) -> None:
    """Most needs have more people who could than are shown, or a rule that leaves somebody out."""
    contested = [n for n in NEEDS if len(demo.holders(n["skill"])) > 1]

    assert len(contested) >= 15


def test_the_desk_of_the_demo_shows_a_circle_of_three_a_chain_an_apprentice_and_a_need_nobody_can_meet(
    demo: Demo,
) -> None:
    morning = datetime.combine(demo.today, time(9), UTC)
    asked = (demo.store, demo.catalogue, member_id("ines-marroquin"), morning)
    found, circles = desk(*asked), desk_circles(*asked).found

    lengths = {(circle.kind, len(circle.legs)) for circle in circles}
    assert (CircleKind.CIRCLE, 3) in lengths
    assert CircleKind.CHAIN in {kind for kind, _ in lengths}
    assert any(one.apprentice for need in found.needs for one in need.candidates)
    assert any(not need.candidates and need.not_now for need in found.needs)
    assert sum(bool(need.candidates) for need in found.needs) >= 8


def test_the_matching_holds_for_cleared_exactly_whom_an_offer_would_be_taken_from(demo: Demo) -> None:
    guarded = [s.slug for s in demo.catalogue.skills.values() if s.safeguarding is not Safeguarding.OPEN]
    with demo.store.unit() as unit:
        taken = {
            (giver.member, skill)
            for giver in demo.pool.givers
            for skill in guarded
            if skill in giver.skills and cleared(unit, demo.catalogue, skill, giver.member, demo.today)
        }

    assert {(giver.member, skill) for giver in demo.pool.givers for skill in giver.cleared} == taken
    assert len(taken) > 20
