"""Two people for one act: two stewards, or any two members with a vote where stewards are fewer."""

from __future__ import annotations

import pytest

from domain.people import Standing
from forms_api.services.two_people import (
    NotOneOfTwo,
    SecondPersonNeeded,
    are_two,
    check_one_of_two,
    check_second,
)
from forms_api.store.memory import MemoryStore
from tests.builders import a_member, put

ONE, TWO = a_member("stella", steward=True), a_member("sam", steward=True)
VOTER, OTHER = a_member("vera"), a_member("otto")
GUEST = a_member("gina", standing=Standing.APPLICANT)


def a_store(*members: object) -> MemoryStore:
    store = MemoryStore()
    put(store, *members)
    return store


def test_where_there_are_two_stewards_nobody_else_is_one_of_the_two() -> None:
    with a_store(ONE, TWO, VOTER).unit() as unit:
        check_second(unit, ONE.id, TWO.id)

        with pytest.raises(NotOneOfTwo):
            check_one_of_two(unit, VOTER.id)


def test_with_one_steward_any_two_members_with_a_vote_do() -> None:
    with a_store(ONE, VOTER, OTHER, GUEST).unit() as unit:
        check_second(unit, VOTER.id, OTHER.id)

        assert are_two(unit, [VOTER.id, ONE.id])
        with pytest.raises(NotOneOfTwo):
            check_one_of_two(unit, GUEST.id)


def test_nobody_is_both_of_the_two() -> None:
    with a_store(ONE, TWO).unit() as unit:
        with pytest.raises(SecondPersonNeeded):
            check_second(unit, ONE.id, ONE.id)

        assert not are_two(unit, [ONE.id, ONE.id])


def test_a_stranger_is_none_of_the_two() -> None:
    with a_store(ONE).unit() as unit, pytest.raises(NotOneOfTwo):
        check_one_of_two(unit, "id-nobody")
