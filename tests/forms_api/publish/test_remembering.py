"""What a publish takes from the one before is what it would have made, whatever changed in between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.crisis import Activation
from domain.pathways import Mentoring
from domain.people import Availability, Standing
from domain.skills import Safeguarding
from forms_api.publish import publish, remembering
from forms_api.publish.remembering import Noted
from tests.builders import (
    a_catalogue,
    a_check,
    a_cohort,
    a_gathering,
    a_participation,
    a_program,
    a_share,
    a_skill,
    a_vouch,
    an_exchange,
    by_slug,
    put,
)
from tests.forms_api.town import Town

REPAIR, CARE = a_skill(), a_skill("childcare", Safeguarding.VOUCHED)
CONTENT = {
    "skills": by_slug(REPAIR, CARE),
    "programs": by_slug(a_program()),
    "cohorts": by_slug(a_cohort()),
}


def member(town: Town, number: int, **changes: Any) -> None:
    with town.store.unit() as unit:
        found = unit.members.get(town.id(number))
        if found is not None:
            unit.members.put(replace(found, **changes))


def shares(town: Town, number: int, *skills: str) -> None:
    entry = replace(town.member(number).entry, shares=tuple(a_share(skill) for skill in skills))
    member(town, number, entry=entry, call_consent=True, phone="555 0100")


def catalogue(town: Town, **changes: Any) -> None:
    town.catalogue = replace(town.catalogue, **changes)


ACTS: dict[str, Callable[[Town], None]] = {
    "nothing": lambda town: None,
    "an entry": lambda town: shares(town, 1, "bicycle-repair", "childcare"),
    "a vouch": lambda town: put(town.store, a_vouch(town.id(1), town.id(2)), a_vouch(town.id(1), town.id(3))),
    "who vouched": lambda town: put(town.store, a_vouch(town.id(1), town.id(4))),
    "a check": lambda town: put(town.store, a_check(town.id(1))),
    "a place": lambda town: put(town.store, a_participation(town.id(4))),
    "a mentor": lambda town: put(
        town.store, Mentoring("m", town.id(4), a_program().slug, 2, accepting=True, said_at=town.now, named=True)
    ),
    "an exchange": lambda town: put(town.store, an_exchange(town.id(5), town.id(6))),
    "a gathering": lambda town: put(town.store, a_gathering([town.id(5)], [town.id(6), town.id(7)])),
    "who left": lambda town: member(town, 1, standing=Standing.LEFT),
    "time": lambda town: member(town, 2, availability=Availability(town.now.date(), town.now.date())),
    "a call": lambda town: put(
        town.store, Activation("z", "flood", drill=True, by=town.id(1), asked_at=town.now, started_at=town.now)
    ),
    "a label": lambda town: catalogue(town, skills=by_slug(replace(REPAIR, label={"en": "Bicycles"}), CARE)),
    "a guard": lambda town: catalogue(
        town, skills=by_slug(replace(REPAIR, safeguarding=Safeguarding.CHECKED), CARE)
    ),
    "a cohort": lambda town: catalogue(town, cohorts=by_slug(a_cohort(capacity=3))),
    "a day": lambda town: setattr(town, "now", town.now + timedelta(days=1)),
    "a proposal": lambda town: (town.sponsoring(author=3), None)[1],
}


@pytest.fixture
def town(tmp_path: Path) -> Town:
    town = Town(tmp_path, people=20, catalogue=a_catalogue(**CONTENT))
    town.publish()
    return town


def files(town: Town) -> dict[str, bytes]:
    state = (town.record / "state", town.data / "packs")
    return {f.name: f.read_bytes() for folder in state for f in sorted(folder.glob("*")) if f.is_file()}


@pytest.mark.parametrize("reverse", [False, True], ids=["forth", "back"])
def test_after_any_change_the_record_is_as_if_nothing_had_been_remembered(town: Town, reverse: bool) -> None:
    changed = []
    for name, act in sorted(ACTS.items(), reverse=reverse):
        before = files(town)
        act(town)
        town.publish()
        with_memory = files(town)
        remembering._OF.pop(town.store)
        publish(town.store, town.catalogue, town.record, town.now, token=town.chance)

        assert files(town) == with_memory, name
        changed += [name] * (before != with_memory)
    assert set(changed) >= {"a place", "a proposal", "who left"}


def test_a_part_is_made_again_only_when_what_it_read_is_another(town: Town) -> None:
    memory = remembering.remembered(town.store)

    def publish_and_count(act: str) -> int:
        before = memory.number("members")
        ACTS[act](town)
        town.publish()
        return memory.number("members") - before

    assert publish_and_count("a call") == 0
    assert publish_and_count("a cohort") == 0
    assert publish_and_count("a vouch") == 0, "nobody shares what asks for one"
    assert publish_and_count("an entry") > 0
    assert publish_and_count("who vouched") > 0


def test_what_a_value_computes_is_noted_by_what_it_is_computed_from(town: Town) -> None:
    reads: dict[str, object] = {}
    noted: Any = Noted(town.catalogue, reads)
    noted.cohorts_of("kitchen-table-budgeting")

    assert set(reads) == {"cohorts"}
