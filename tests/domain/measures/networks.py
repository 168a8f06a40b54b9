"""The five members of the worked example, and random networks of hours, skills, jobs and ties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from random import Random

from domain.measures.cohesion import Ties, ties_of
from domain.measures.hours import Network, network_of
from domain.meeting import Edge
from domain.resilience import Holder, Playbook, PlaybookWords, Situation, Slot

ON = date(2026, 3, 2)
Given = tuple[str, str, Fraction]

EXAMPLE: tuple[Given, ...] = tuple(
    (giver, receiver, Fraction(hours))
    for giver, receiver, hours in (
        ("Ana", "Ben", 3),
        ("Ana", "Ben", 1),
        ("Ben", "Ana", 2),
        ("Ben", "Chi", 4),
        ("Chi", "Dora", 2),
        ("Dora", "Ana", 1),
        ("Ana", "Chi", 2),
        ("Dora", "Eli", 3),
    )
)

EXAMPLE_SKILLS = {
    "Ana": {"translation", "first-aid"},
    "Ben": {"childcare", "driving"},
    "Chi": {"childcare", "first-aid"},
    "Dora": {"repair", "driving"},
    "Eli": {"translation", "driving"},
}
EXAMPLE_WANTED = {"translation": 1, "childcare": 2, "first-aid": 1, "repair": 1, "driving": 1}


def edges_of(given: tuple[Given, ...] | list[Given]) -> list[Edge]:
    return [Edge(giver, receiver, hours, ON, confirmed=True) for giver, receiver, hours in given]


def example() -> Network:
    return network_of(edges_of(EXAMPLE))


def example_holders() -> tuple[Holder, ...]:
    return tuple(Holder(member, frozenset(skills)) for member, skills in EXAMPLE_SKILLS.items())


def example_ties() -> Ties:
    return ties_of((giver, receiver) for giver, receiver, _ in EXAMPLE)


def slots_for(wanted: dict[str, int]) -> tuple[Slot, ...]:
    return tuple(Slot(skill, people, 4) for skill, people in wanted.items())


def a_playbook(slots: tuple[Slot, ...], slug: str = "power-cut") -> Playbook:
    words = PlaybookWords("Power cut", "No light.", "It is dark.", "Two stewards.")
    return Playbook(slug, {"en": words}, Situation.ENVIRONMENTAL, slots, date(2027, 3, 1))


@dataclass(frozen=True)
class Made:
    """A random network: what was given, who is able to do what, which jobs there are, who knows whom."""

    given: list[Given]
    holders: tuple[Holder, ...]
    slots: tuple[Slot, ...]
    pairs: list[tuple[str, str]]

    @property
    def network(self) -> Network:
        return network_of(edges_of(self.given))


SKILLS = ("translation", "childcare", "repair", "driving")


def made(seed: int) -> Made:
    """Return the random network of *seed*: three to seven people, as many gifts as one likes, none included."""
    draw = Random(seed)
    people = [f"p{n}" for n in range(draw.randint(3, 7))]
    given = [
        (*draw.sample(people, 2), Fraction(draw.randint(1, 24), draw.choice((1, 2, 4, 12))))
        for _ in range(draw.randint(0, 3 * len(people)))
    ]
    holders = tuple(
        Holder(p, frozenset(draw.sample(SKILLS, draw.randint(0, 3))), draw.choice(("north", "south")))
        for p in people
    )
    slots = tuple(
        Slot(draw.choice(SKILLS), draw.randint(1, 2), 4, draw.choice(("", "", "north")))
        for _ in range(draw.randint(1, 4))
    )
    pairs = [tuple(draw.sample(people, 2)) for _ in range(draw.randint(1, 2 * len(people)))]
    return Made(given, holders, slots, pairs)  # type: ignore[arg-type]
