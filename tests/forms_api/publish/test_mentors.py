"""Who takes learners on, as the public reads it: named by consent, the others as a count that is large enough."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from domain.codec import from_plain
from domain.pathways import Mentoring
from domain.people import Audience, ProgramRole, Standing
from domain.programs import PartState
from domain.record.public import ProgramMentors
from forms_api.publish import publish
from forms_api.store.memory import MemoryStore
from tests.builders import NOW, a_member, a_participation, put
from tests.forms_api.services.paths import NEXT, PROGRAM, RUNS, catalogue


class Place:
    """A store, and what publish says of its mentors."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = MemoryStore()

    def mentor(self, slug: str, *, public: bool = True, standing: Standing = Standing.MEMBER, **said: Any) -> None:
        """Put a member who leads the next cohort and takes one learner on, named unless told otherwise."""
        audience = Audience.PUBLIC if public else Audience.MEMBERS
        member = replace(a_member(slug, audience=audience), standing=standing)
        fields: dict[str, Any] = {"capacity": 1, "accepting": True, "said_at": NOW, "named": True} | said
        lead = a_participation(member.id, NEXT, role=ProgramRole.PEER_MENTOR)
        put(self.store, member, lead, Mentoring(f"said-{slug}", member.id, PROGRAM, **fields))

    def told(self) -> ProgramMentors:
        publish(self.store, catalogue(), self.folder / "record", NOW)
        plain = json.loads((self.folder / "record" / "state" / "mentors.json").read_bytes())
        return from_plain(ProgramMentors, plain[PROGRAM])


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_program_without_mentors_says_none(place: Place) -> None:
    assert place.told() == ProgramMentors(PROGRAM, (), 0)


def test_mentors_are_named_who_agreed_and_have_a_public_entry(place: Place) -> None:
    place.mentor("bo")
    place.mentor("ada")

    assert place.told() == ProgramMentors(PROGRAM, ("ada", "bo"), 0)


@pytest.mark.parametrize(("unnamed", "shown"), [(1, None), (4, None), (5, 5)])
def test_the_others_are_counted_from_five_on(place: Place, unnamed: int, shown: int | None) -> None:
    place.mentor("ada")
    for number in range(unnamed):
        place.mentor(f"quiet-{number}", named=False)

    assert place.told() == ProgramMentors(PROGRAM, ("ada",), shown)


def test_a_name_closed_to_the_public_stays_closed(place: Place) -> None:
    place.mentor("ada", public=False)

    assert place.told() == ProgramMentors(PROGRAM, (), None)


@pytest.mark.parametrize(
    "changes", [{"accepting": False}, {"standing": Standing.LEFT}, {"standing": Standing.DORMANT}]
)
def test_who_rests_or_went_is_not_told(place: Place, changes: dict[str, Any]) -> None:
    place.mentor("ada", **changes)

    assert place.told() == ProgramMentors(PROGRAM, (), 0)


def test_a_mentor_whose_places_are_taken_is_not_told(place: Place) -> None:
    place.mentor("ada")
    put(place.store, a_member("bo"), a_participation("id-bo", RUNS, mentor="id-ada"))

    assert place.told() == ProgramMentors(PROGRAM, (), 0)


def test_a_learner_of_a_cohort_that_content_forgot_takes_no_place(place: Place) -> None:
    place.mentor("ada")
    put(place.store, a_member("bo"), a_participation("id-bo", "long-gone-1", mentor="id-ada"))

    assert place.told().named == ("ada",)


def test_who_gave_back_all_they_led_is_not_told(place: Place) -> None:
    place.mentor("ada")
    role = ProgramRole.PEER_MENTOR
    put(place.store, a_participation("id-ada", NEXT, role=role, state=PartState.LEFT))

    assert place.told() == ProgramMentors(PROGRAM, (), 0)
