"""Who is of the group that a rule book names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.catalogue import Catalogue
from domain.governance.policy import ConstituencyRule, Policy
from domain.people import ProgramRole
from domain.programs import PartState
from forms_api.services.constituency import group_of, needs_a_program
from forms_api.store.memory import MemoryStore
from tests.builders import a_catalogue, a_member, a_participation, put

HOST, LEARNER, GONE, STEWARD = (a_member(slug) for slug in ("hana", "lou", "gil", "stella"))


@pytest.fixture
def catalogue() -> Catalogue:
    return a_catalogue()


@pytest.fixture
def store(catalogue: Catalogue) -> MemoryStore:
    store, cohort = MemoryStore(), next(iter(catalogue.cohorts))
    far = replace(GONE, entry=replace(GONE.entry, zone="hill-top"))
    put(
        store,
        HOST,
        LEARNER,
        far,
        replace(STEWARD, steward=True),
        a_participation(HOST.id, cohort, role=ProgramRole.HOST),
        a_participation(LEARNER.id, cohort),
        a_participation(GONE.id, cohort, state=PartState.LEFT, role=ProgramRole.HOST),
    )
    return store


def group(store: MemoryStore, catalogue: Catalogue, name: str, program: str = "") -> set[str]:
    words = {"en": "Ours"}
    policy = Policy("ours", 1, words, words, constituency=ConstituencyRule.OPEN_VOICE, group=name)
    everyone = [HOST.id, LEARNER.id, GONE.id, STEWARD.id]
    with store.unit() as unit:
        return set(group_of(unit, catalogue, policy, program, everyone))


def test_without_a_name_it_is_those_of_the_program(store: MemoryStore, catalogue: Catalogue) -> None:
    program = next(iter(catalogue.programs))

    assert group(store, catalogue, "", program) == {HOST.id, LEARNER.id}
    assert group(store, catalogue, "") == set()


def test_a_zone_is_those_who_live_there(store: MemoryStore, catalogue: Catalogue) -> None:
    assert group(store, catalogue, "zone:hill-top") == {GONE.id}


def test_a_role_is_those_who_have_it_now(store: MemoryStore, catalogue: Catalogue) -> None:
    program = next(iter(catalogue.programs))

    assert group(store, catalogue, "role:host") == group(store, catalogue, "role:host", program) == {HOST.id}
    assert group(store, catalogue, "role:steward") == {STEWARD.id}
    assert group(store, catalogue, "role:peer_mentor") == set()


def test_only_the_people_of_a_program_need_one_named() -> None:
    words = {"en": "Ours"}
    heard = Policy("ours", 1, words, words, constituency=ConstituencyRule.OPEN_VOICE)

    assert needs_a_program(heard)
    assert not needs_a_program(replace(heard, group="zone:hill-top"))
    assert not needs_a_program(Policy("all", 1, words, words))
