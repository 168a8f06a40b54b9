"""
Acts that need two people: two stewards, or any two members of the roll where the network has fewer.

One place for the rule, so that a recount and a box of paper ballots are in the same hands.
"""

from __future__ import annotations

from collections.abc import Iterable

from forms_api.services.refusals import N_, Refused
from forms_api.store.base import UnitOfWork

PEOPLE = 2


class NotOneOfTwo(Refused):
    message = N_("Two stewards do this together; where there are fewer than two, any two members with a vote.")
    status = 403


class SecondPersonNeeded(Refused):
    message = N_("This takes a second person. You have said your word; somebody else has to say theirs.")


def stewards(unit: UnitOfWork) -> tuple[str, ...]:
    """Return the stewards of the network, in the order of their ids."""
    return tuple(member.id for member in unit.members if member.steward)


def may_be_one_of_two(unit: UnitOfWork, member: str) -> bool:
    """Tell whether *member* can be one of the two: a steward, or anybody with a vote where stewards are fewer."""
    found = unit.members.get(member)
    if found is None:
        return False
    return found.steward or (found.votes and len(stewards(unit)) < PEOPLE)


def check_one_of_two(unit: UnitOfWork, member: str) -> None:
    """
    Make sure that *member* can be one of the two.

    Raises:
        NotOneOfTwo.
    """
    if not may_be_one_of_two(unit, member):
        raise NotOneOfTwo


def check_second(unit: UnitOfWork, first: str, second: str) -> None:
    """
    Make sure that *second* can add their word to that of *first*, and is somebody else.

    Raises:
        NotOneOfTwo, SecondPersonNeeded.
    """
    check_one_of_two(unit, second)
    if first == second:
        raise SecondPersonNeeded


def are_two(unit: UnitOfWork, people: Iterable[str]) -> bool:
    """Tell whether two different *people* who can be one of the two are among these."""
    return sum(may_be_one_of_two(unit, person) for person in set(people)) >= PEOPLE
