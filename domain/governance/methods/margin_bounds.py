"""
Proven lower bounds of the margin, for methods whose exact margin takes too long to find.

Each function returns a number of ballots: with fewer changed, the outcome is the same whatever they then say. Each
docstring holds the proof. What all proofs use: a changed ballot takes at most one vote from an option and gives at
most one to another, so a difference of votes between two options moves by 2 at most. k is the number of changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

Plain = Mapping[str, Any]
Votes = Mapping[str, Mapping[str, int]]


def halved(gap: Fraction | int) -> int:
    """Return the fewest changes that can close *gap* where each closes 2 of it; at least 1."""
    return max(-(-gap // 2), 1)


def star_bound(result: Plain, max_score: int) -> int:
    """
    Return the bound of a STAR count.

    A change moves the difference of two totals by 2 *max_score* at most. While 2 k max_score is less than the lead
    of the lower finalist over the third, the same two meet, both above all others; while 2 k is less than the
    difference in the runoff, the same one wins it.
    """
    runoff = result.get("runoff")
    if result["status"] != "decided" or not runoff:
        return 1
    lead = abs(Fraction(runoff[result["finalists"][0]] - runoff[result["finalists"][1]]))
    totals = result["scores"]
    last = max((total for option, total in totals.items() if option not in runoff), default=None)
    if last is None:
        return halved(lead)
    gap = int(min(totals[option] for option in runoff)) - int(last)
    return min(halved(lead), max(-(-gap // (2 * max_score)), 1))


def irv_bound(result: Plain) -> int:
    """
    Return the bound of an instant runoff.

    Let C be those in the count at some round and P those of them who are out by a later one. While 2 k is less
    than (fewest votes in C - P) - (all votes of P together), all of P go out before any other of C in the changed
    count too, in whatever order: a ballot that leaves one of P goes to P or to the others, so each of P has at
    most all their votes together, k more than before, and each other at least what it had less k. And while 2 k is
    less than the winner's votes minus all others' at the last round, the winner has a majority there; one who has
    a majority earlier than that keeps it whoever goes out, and so is the same. The bound is half the narrowest of
    these gaps, on the way from the first to the last round on which the narrowest is widest.
    """
    if result["status"] != "decided":
        return 1
    rounds = [{name: Fraction(votes) for name, votes in told["votes"].items()} for told in result["rounds"]]
    # best[i] is the widest narrowest gap on a way from the first round to round i; None where none is to close.
    best: list[Fraction | None] = [None]
    for later in range(1, len(rounds)):
        ways = [_narrower(best[at], _gap(rounds[at], rounds[later])) for at in range(later)]
        best.append(max(ways))
    last = rounds[-1]
    lead = 2 * last[result["winners"][0]] - sum(last.values())
    return halved(_narrower(best[-1], lead))


def _gap(before: Mapping[str, Fraction], after: Mapping[str, Fraction]) -> Fraction:
    gone = sum((votes for name, votes in before.items() if name not in after), Fraction(0))
    return min(before[name] for name in after) - gone


def _narrower(one: Fraction | None, other: Fraction) -> Fraction:
    return other if one is None else min(one, other)


def stv_bound(result: Plain, seats: int, *, strict: bool) -> int:
    """
    Return the bound of a count for several seats.

    Only where all seats are filled in the first round is there more to say than one: a change takes at most one
    vote from each elected option and raises the quota by one at most (if a ballot that said nothing comes to
    count), so with 2 k to spare they all reach it still, and no more than *seats* options ever can.
    """
    first = result["rounds"][0]
    if result["status"] != "decided" or len(first["elected"]) < seats:
        return 1
    quota = Fraction(result["quota"])
    spare = min(Fraction(first["votes"][name]) for name in first["elected"]) - quota
    # A quota that has to be passed needs more than 2 k to spare.
    return halved(spare) if strict else max(int(spare // 2) + 1, 1)


def schulze_bound(result: Plain) -> int:
    """
    Return the bound of a Schulze count.

    After k changes every i > j with votes[i][j] - votes[j][i] > 2 k is a defeat still, at least votes[i][j] - k
    strong, and only where that difference is above -2 k can there be one, at most votes[i][j] + k strong. While
    the winner's paths over the first kind of links are stronger than any way back over the second, it wins.
    """
    if result["status"] != "decided":
        return 1
    votes, winner = result["pairwise"], result["winners"][0]
    safe, unsafe = condorcet_bound(result) - 1, int(result["valid"]) + 1
    while unsafe - safe > 1:
        middle = (safe + unsafe) // 2
        if _wins_still(votes, winner, middle):
            safe = middle
        else:
            unsafe = middle
    return unsafe


def _wins_still(votes: Votes, winner: str, changes: int) -> bool:
    sure = {i: {j: votes[i][j] - changes for j in votes[i] if _lead(votes, i, j) > 2 * changes} for i in votes}
    could = {i: {j: votes[i][j] + changes for j in votes[i] if _lead(votes, i, j) > -2 * changes} for i in votes}
    there, back = _widest(sure), _widest(could)
    return all(there[winner].get(other, 0) > back[other].get(winner, 0) for other in votes[winner])


def _lead(votes: Votes, one: str, other: str) -> int:
    return votes[one][other] - votes[other][one]


def _widest(links: Votes) -> dict[str, dict[str, int]]:
    """Return for each two options that *links* lead from one to the other the strongest way there."""
    widest = {i: dict(to) for i, to in links.items()}
    for via in widest:
        for ways in widest.values():
            for there, strength in widest[via].items():
                if via in ways:
                    ways[there] = max(ways.get(there, 0), min(ways[via], strength))
    return widest


def ranked_pairs_bound(result: Plain) -> int:
    """
    Return the bound of a count by ranked pairs.

    While 2 k is less than every difference between a majority and its opposition, and than every difference of
    winning votes between two majorities, the majorities are the same in the same order, and so is what is locked.
    A pair that is level, or two majorities equally strong, leave that gap at nothing.
    """
    if result["status"] != "decided":
        return 1
    majorities = result["majorities"]
    gaps = [votes - against for _, _, votes, against in majorities]
    gaps += [one[2] - other[2] for one, other in pairwise(majorities)]
    options = len(result["pairwise"])
    if 2 * len(majorities) < options * (options - 1):
        gaps.append(0)
    return max(halved(min(gaps)), condorcet_bound(result))


def condorcet_bound(result: Plain) -> int:
    """
    Return the bound that both pairwise methods share: who beats everyone wins, and does so while 2 k is less than
    the smallest lead over another.
    """
    winner = result["condorcet_winner"]
    if winner is None:
        return 1
    votes = result["pairwise"]
    return halved(min(votes[winner][other] - votes[other][winner] for other in votes[winner]))


def greedy_bound(result: Plain, costs: Mapping[str, Fraction], budget: Fraction) -> int | None:
    """
    Return the bound of a greedy budget; None where no change alters it.

    What costs nothing is always paid for, what costs more than the budget never, and neither is in the way of
    another. If the rest fits, nothing can change. If not, and it is decided, there are groups of different
    approvals (were there only one, each project could come first, and they would tie). While 2 k is less than the
    difference between any two neighbouring groups, each group stays before the next, and within it every order
    leads to the same outcome already, or it would be a tie.
    """
    real = {name: result["scores"][name] for name, cost in costs.items() if 0 < cost <= budget}
    if sum((costs[name] for name in real), Fraction(0)) <= budget:
        return None
    if result["status"] != "decided":
        return 1
    groups: Sequence[int] = sorted(set(real.values()))
    return halved(min(more - fewer for fewer, more in pairwise(groups)))
