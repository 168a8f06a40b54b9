"""
The margin where it is cheap to find exactly: the fewest ballots whose change would alter the outcome.

To change a ballot is to put any other valid ballot in the place of a valid one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from math import isqrt
from operator import sub

from domain.governance.methods.box import Box
from domain.governance.methods.marks import Marks, columns

NEVER = None
"""No change of any ballots alters the outcome."""


def furthest(method: str, *, max_score: int = 1, credits: int = 0) -> int:
    """Return the most by which one valid ballot can put one option above another."""
    return {"score": max_score, "star": max_score, "dots": credits, "quadratic": isqrt(credits)}.get(method, 1)


def marks_margin(box: Box[Marks], totals: Sequence[int], most: int) -> int | None:
    """
    Return the margin of a count in which the highest total wins, *most* being what `furthest` says.

    One ballot alters a tie: it can put one of those tied above or below another. To take the win from a leader
    some rival has to draw level. A changed ballot that gave the leader a and the rival b brings the rival nearer
    by a - b + *most* at best, whatever the others do; so for each rival those with the highest a - b go first.
    """
    if not box.valid or len(totals) < 2 or not most:
        return NEVER
    first = max(totals)
    if list(totals).count(first) > 1:
        return 1
    leader = list(totals).index(first)
    by_place = columns(box)
    again = [(at, count - 1) for at, count in enumerate(box.ballots.values()) if count > 1]
    fewest = box.valid
    for rival in sorted(set(range(len(totals))) - {leader}, key=lambda rival: -totals[rival]):
        gap = first - totals[rival]
        # No ballot brings a rival nearer by more than from *most* below to *most* above.
        if -(-gap // (2 * most)) < fewest:
            leads = Counter(map(sub, by_place[leader], by_place[rival]))
            for at, count in again:
                leads[by_place[leader][at] - by_place[rival][at]] += count
            fewest = min(fewest, _needed(gap, leads, most))
    return fewest


def _needed(gap: int, leads: Mapping[int, int], most: int) -> int:
    """Return how many ballots have to change to close *gap*, those of the greatest leads first."""
    changed, order = 0, sorted(leads)
    while True:  # All of them changed would put the rival first, so it ends.
        lead = order.pop()
        enough = -(-gap // (lead + most))
        if enough <= leads[lead]:
            return changed + enough
        changed += leads[lead]
        gap -= (lead + most) * leads[lead]


def turned_margin(passes: Callable[[int], bool], yes: int, no: int) -> int | None:
    """
    Return the fewest ballots that, turned from yes to no or from no to yes, alter whether a question passes.

    *passes* tells it for so many turned from yes to no, below zero from no to yes. Passing only gets easier with
    more yes and fewer no, so the least number is found by halving.
    """
    now = passes(0)
    low, high, sign = 0, yes if now else no, 1 if now else -1
    if not high or passes(sign * high) is now:
        return NEVER
    while high - low > 1:
        middle = (low + high) // 2
        if passes(sign * middle) is now:
            low = middle
        else:
            high = middle
    return high


def consent_margin(scores: dict[str, int], *, quorum_met: bool) -> int | None:
    """
    Return the margin of a consent decision.

    One objection stops what has passed. What has not needs each objection to become a consent, or, without any,
    one consent. The quorum counts ballots, not what they say, so no change meets it.
    """
    if not quorum_met or not sum(scores.values()):
        return NEVER
    return max(scores["object"], 1)
