"""
The givers as columns of numbers, so that thousands of pairs are weighed at once.

Rules and points are those of `rules` and `scoring`, which say what they mean; a test holds the two together on
every kind of pair.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.matching.model import Blocks, Giver, Seeker
from domain.matching.rules import common_language
from domain.matching.scoring import confirmed_points, fairness_points, language_points
from domain.people import Level
from domain.time_bands import BANDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Points = NDArray[np.int16]
    Flags = NDArray[np.bool_]

BAND_BIT = {band: 1 << place for place, band in enumerate(BANDS)}


@dataclass(frozen=True)
class Crowd:
    """
    One entry per giver in each array. *holders* and *learners* map a skill to places in them.

    *timed* says whether a giver told any time; *bands* holds a bit for each part of the week.
    """

    givers: Sequence[Giver]
    holders: dict[str, list[int]]
    learners: dict[str, list[int]]
    zones: dict[str, int]
    zone: Numbers
    zoned: Flags
    timed: Flags
    bands: Numbers
    free: Flags
    standing_points: Points
    """For fairness and for availability confirmed, which are the same whatever the need."""


def crowd_of(givers: Sequence[Giver]) -> Crowd:
    """Return the givers as columns, in their order."""
    zones = {zone: place for place, zone in enumerate(dict.fromkeys(g.zone for g in givers))}
    return Crowd(
        givers=givers,
        holders=_places(givers, lambda level: level is not Level.LEARNING),
        learners=_places(givers, lambda level: level is Level.LEARNING),
        zones=zones,
        zone=numbers(zones[g.zone] for g in givers),
        zoned=flags(bool(g.zone) for g in givers),
        timed=flags(bool(g.bands) for g in givers),
        bands=numbers(bits(g.bands or ()) for g in givers),
        free=flags(g.free > 0 for g in givers),
        standing_points=points(fairness_points(g.carried) + confirmed_points(g.confirmed_days) for g in givers),
    )


def numbers(values: Iterable[int]) -> Numbers:
    import numpy as np

    return np.fromiter(values, dtype=np.int64)


def points(values: Iterable[int]) -> Points:
    """Return points in little room: a thousand at most, but millions of them."""
    import numpy as np

    return np.fromiter(values, dtype=np.int16)


def flags(values: Iterable[bool]) -> Flags:
    import numpy as np

    return np.fromiter(values, dtype=np.bool_)


def bits(bands: Iterable[str]) -> int:
    """Return the known parts of the week as bits of one number."""
    return sum({BAND_BIT.get(band, 0) for band in bands})


def _places(givers: Sequence[Giver], wanted: Callable[[Level], bool]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, giver in enumerate(givers):
        for skill, level in giver.skills.items():
            if wanted(level):
                found.setdefault(skill, []).append(place)
    return found


NOT_SPOKEN = -1
NOWHERE = -1


def language_column(need: Seeker, crowd: Crowd) -> Points:
    """Return each giver's points for the languages of the need, NOT_SPOKEN where the rule is broken."""
    return points(
        NOT_SPOKEN if need.languages and common_language(need, giver) is None else language_points(need, giver)
        for giver in crowd.givers
    )


@dataclass(frozen=True)
class Asked:
    """One entry per need in each array; *language* points into *spoken*, one line per wish for languages."""

    needs: Sequence[Seeker]
    zone: Numbers
    zoned: Flags
    here_only: Flags
    timed: Flags
    bands: Numbers
    language: Numbers
    spoken: Points
    barred: list[list[int]]


def asked_of(needs: Sequence[Seeker], crowd: Crowd, blocks: Blocks) -> Asked:
    """Return the needs as columns, in their order, as they read beside this crowd."""
    import numpy as np

    wishes = {(need.languages, need.fluency): need for need in needs}
    line = {wish: place for place, wish in enumerate(wishes)}
    return Asked(
        needs=needs,
        zone=numbers(crowd.zones.get(n.zone, NOWHERE) for n in needs),
        zoned=flags(bool(n.zone) for n in needs),
        here_only=flags(n.here_only for n in needs),
        timed=flags(bool(n.bands) for n in needs),
        bands=numbers(bits(n.bands) for n in needs),
        language=numbers(line[n.languages, n.fluency] for n in needs),
        spoken=np.array([language_column(need, crowd) for need in wishes.values()]),
        barred=barred(crowd, needs, blocks),
    )


def barred(crowd: Crowd, needs: Sequence[Seeker], blocks: Blocks) -> list[list[int]]:
    """Return, for each need, the places of the givers who are one and the same as its member, or kept apart."""
    place = {giver.member: n for n, giver in enumerate(crowd.givers)}
    kept: dict[str, set[str]] = {}
    for pair in blocks:
        for one in pair:
            kept.setdefault(one, set()).update(pair)
    return [[place[m] for m in {n.member} | kept.get(n.member, set()) if m in place] for n in needs]
