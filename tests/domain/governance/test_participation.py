"""Who speaks for a program."""

from __future__ import annotations

import pytest

from domain.governance.participation import in_program
from domain.governance.proposal import Roll
from domain.people import ProgramRole
from domain.programs import PartState
from tests.builders import a_participation

COHORTS = ["kitchen-table-budgeting-3", "kitchen-table-budgeting-4"]


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({}, True),
        ({"state": PartState.COMPLETED, "cohort": COHORTS[0]}, True),
        ({"state": PartState.ATTENDING, "role": ProgramRole.FACILITATOR}, True),
        ({"state": PartState.WAITING}, False),
        ({"state": PartState.LEFT}, False),
        ({"cohort": "sewing-1"}, False),
        ({"member": "ben"}, False),
    ],
)
def test_who_takes_or_took_part_in_any_role_is_of_the_program(changes: dict[str, object], counts: bool) -> None:
    part = a_participation(**{"member": "ada", **changes})

    assert in_program("ada", iter(COHORTS), [a_participation("cy"), part]) is counts


def test_a_program_nobody_took_part_in_has_nobody() -> None:
    assert not in_program("ada", COHORTS, [])
    assert not in_program("ada", [], [a_participation("ada")])


def test_a_roll_goes_by_the_name_of_its_proposal() -> None:
    assert Roll("2026-1", ("m1",)).id == "2026-1"


def test_a_roll_knows_who_is_on_it_and_who_is_of_the_group() -> None:
    roll = Roll("2026-1", ("m1", "m3"), ("m3",))

    assert [roll.has(member) for member in ("m0", "m1", "m2", "m3", "m4")] == [False, True, False, True, False]
    assert [roll.counts_in_group(member) for member in ("m1", "m3", "m4")] == [False, True, False]
