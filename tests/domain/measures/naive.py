"""
Every figure a second time, the slow and obvious way: plain loops, every subset, no code of the product.

People are listed, ties are a table of hours; whatever can be tried is tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import combinations, permutations, product

from domain.resilience import Holder, Slot

Given = tuple[str, str, Fraction]


class Hours:
    """A table of who gave how many hours to whom."""

    def __init__(self, given: Iterable[Given]) -> None:
        self.table: dict[str, dict[str, Fraction]] = {}
        for giver, receiver, hours in given:
            for person in (giver, receiver):
                self.table.setdefault(person, {})
            row = self.table[giver]
            row[receiver] = row.get(receiver, Fraction(0)) + hours
        self.people = sorted(self.table)

    def w(self, giver: str, receiver: str) -> Fraction:
        return self.table[giver].get(receiver, Fraction(0))

    def ties(self) -> list[tuple[str, str]]:
        return [(i, j) for i in self.people for j in self.people if self.w(i, j) > 0]

    def total(self) -> Fraction:
        return sum((self.w(i, j) for i in self.people for j in self.people), Fraction(0))


def reciprocity(h: Hours) -> Fraction | None:
    if not h.ties():
        return None
    answered = 0
    for i, j in h.ties():
        if h.w(j, i) > 0:
            answered += 1
    return Fraction(answered, len(h.ties()))


def beyond_chance(h: Hours) -> Fraction | None:
    n = len(h.people)
    r = reciprocity(h)
    if r is None:
        return None
    a = Fraction(len(h.ties()), n * (n - 1))
    return None if a == 1 else (r - a) / (1 - a)


def weighted_reciprocity(h: Hours) -> Fraction | None:
    if h.total() == 0:
        return None
    back = Fraction(0)
    for i in h.people:
        for j in h.people:
            back += min(h.w(i, j), h.w(j, i))
    return back / h.total()


def reachable(people: Sequence[str], joined: Callable[[str, str], bool]) -> dict[tuple[str, str], bool]:
    """Return who can be reached from whom (Warshall's closure)."""
    reach = {(i, j): i == j or joined(i, j) for i in people for j in people}
    for k in people:
        for i in people:
            for j in people:
                reach[i, j] = reach[i, j] or (reach[i, k] and reach[k, j])
    return reach


def circular_share(h: Hours) -> Fraction | None:
    if h.total() == 0:
        return None
    reach = reachable(h.people, lambda i, j: h.w(i, j) > 0)
    inside = sum((h.w(i, j) for i, j in h.ties() if reach[i, j] and reach[j, i]), Fraction(0))
    return inside / h.total()


def great_circle(h: Hours) -> int:
    reach = reachable(h.people, lambda i, j: h.w(i, j) > 0)
    sizes = [sum(reach[i, j] and reach[j, i] for j in h.people) for i in h.people]
    return max([size for size in sizes if size > 1], default=0)


def circles(h: Hours) -> int:
    found = set()
    for size in (2, 3, 4):
        for way in permutations(h.people, size):
            if way[0] == min(way) and all(h.w(way[i], way[(i + 1) % size]) > 0 for i in range(size)):
                found.add(way)
    return len(found)


def dual_role_share(h: Hours) -> Fraction | None:
    if not h.people:
        return None
    both = 0
    for person in h.people:
        gave = any(h.w(person, other) > 0 for other in h.people)
        got = any(h.w(other, person) > 0 for other in h.people)
        both += gave and got
    return Fraction(both, len(h.people))


def gini(amounts: Sequence[Fraction]) -> Fraction | None:
    if sum(amounts) == 0:
        return None
    differences = sum((abs(x - y) for x in amounts for y in amounts), Fraction(0))
    return differences / (2 * len(amounts) * sum(amounts, Fraction(0)))


def given(h: Hours) -> list[Fraction]:
    return [sum((h.w(i, j) for j in h.people), Fraction(0)) for i in h.people]


def received(h: Hours) -> list[Fraction]:
    return [sum((h.w(i, j) for i in h.people), Fraction(0)) for j in h.people]


def covered_share(wanted: dict[str, int], there: Sequence[Holder]) -> Fraction:
    enough = 0
    for skill, people in wanted.items():
        enough += sum(skill in holder.skills for holder in there) >= people
    return Fraction(enough, len(wanted))


def wanted_of(slots: Sequence[Slot]) -> dict[str, int]:
    return {s.skill: sum(o.people for o in slots if o.skill == s.skill) for s in slots}


def absences(holders: Sequence[Holder], number: int) -> Iterable[list[Holder]]:
    """Yield who is left, for every choice of so many absent people."""
    for away in combinations(range(len(holders)), min(number, len(holders))):
        yield [holder for place, holder in enumerate(holders) if place not in away]


def expected_coverage(wanted: dict[str, int], holders: Sequence[Holder], absent: Fraction) -> Fraction:
    expected = Fraction(0)
    for away in product((False, True), repeat=len(holders)):
        there = [holder for holder, gone in zip(holders, away, strict=True) if not gone]
        chance = absent ** sum(away) * (1 - absent) ** (len(away) - sum(away))
        expected += chance * covered_share(wanted, there)
    return expected


def robustness(wanted: dict[str, int], holders: Sequence[Holder]) -> int | None:
    """Return the most absences that lose nothing, whoever they are; None where something is lost already."""
    k = None
    for number in range(len(holders) + 1):
        if any(covered_share(wanted, left) < 1 for left in absences(holders, number)):
            break
        k = number
    return k


def covered_jobs(slots: Sequence[Slot], holders: Sequence[Holder]) -> int:
    """Return the most jobs that distinct people can take, by trying everybody for every job, or nobody."""
    jobs = [slot for slot in slots for _ in range(slot.people)]

    def best(job: int, left: frozenset[int]) -> int:
        if job == len(jobs):
            return 0
        most = best(job + 1, left)
        for person in left:
            holder = holders[person]
            if jobs[job].skill in holder.skills and jobs[job].zone in ("", holder.zone):
                most = max(most, 1 + best(job + 1, left - {person}))
        return most

    return best(0, frozenset(range(len(holders))))


class Joined:
    """Undirected ties as a set of pairs."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.pairs = {frozenset(pair) for pair in pairs}
        self.people = sorted({person for pair in self.pairs for person in pair})

    def parts(self, gone: Iterable[str] = (), cut: frozenset[str] = frozenset()) -> list[int]:
        people = [person for person in self.people if person not in set(gone)]
        reach = reachable(people, lambda i, j: frozenset((i, j)) in self.pairs - {cut})
        groups = {frozenset(j for j in people if reach[i, j]) for i in people}
        return sorted(map(len, groups), reverse=True)


def cut_members(j: Joined) -> set[str]:
    # Whoever stands alone when the others of their part go leaves one part fewer, never one more.
    return {person for person in j.people if len(j.parts([person])) > len(j.parts())}


def bridges(j: Joined) -> set[frozenset[str]]:
    return {pair for pair in j.pairs if len(j.parts(cut=pair)) > len(j.parts())}


def connectivity(j: Joined) -> int:
    for number in range(len(j.people) - 1):
        for gone in combinations(j.people, number):
            if len(j.parts(gone)) > 1:
                return number
    return len(j.people) - 1


def left_after_loss(j: Joined) -> int:
    return min(max(j.parts([person]), default=0) for person in j.people)


def efficiency(j: Joined) -> Fraction:
    steps = {
        (a, b): (0 if a == b else 1 if frozenset((a, b)) in j.pairs else 99) for a in j.people for b in j.people
    }
    for k in j.people:
        for a in j.people:
            for b in j.people:
                steps[a, b] = min(steps[a, b], steps[a, k] + steps[k, b])
    near = sum((Fraction(1, s) for s in steps.values() if 0 < s < 99), Fraction(0))
    return near / (len(j.people) * (len(j.people) - 1))


def call_reach(j: Joined, start: str, fails: Fraction) -> Fraction:
    lines = sorted(sorted(pair) for pair in j.pairs)
    expected = Fraction(0)
    for kept in product((False, True), repeat=len(lines)):
        standing = {frozenset(line) for line, holds in zip(lines, kept, strict=True) if holds}
        reach = reachable(j.people, lambda a, b, standing=standing: frozenset((a, b)) in standing)  # type: ignore[misc]
        chance = (1 - fails) ** sum(kept) * fails ** (len(kept) - sum(kept))
        expected += chance * sum(reach[start, other] for other in j.people if other != start)
    return expected / (len(j.people) - 1)
