"""How each option stands against "none of these" on the valid ballots of a vote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.governance.methods.box import Box


@dataclass(frozen=True)
class Standing:
    """
    Ballots that put *option* above "none of these", and the reverse; the others prefer neither.

    *dropped* is "quorum" or "threshold" where that took the option out of the count.
    """

    option: str
    for_: int
    against: int
    dropped: str = ""


def compared(box: Box[Any], none: str) -> tuple[Standing, ...]:
    """Return the standing of every option of *box* but *none*, by code point."""
    place = box.options.index(none)
    levels = {ballot: _levels(ballot, len(box.options)) for ballot in box.ballots}
    return tuple(
        Standing(option, *_votes(box.ballots, levels, at, place))
        for at, option in enumerate(box.options)
        if at != place
    )


def _votes(
    ballots: Mapping[Any, int], levels: Mapping[Any, tuple[int, ...]], one: int, other: int
) -> tuple[int, int]:
    over = sum(count for ballot, count in ballots.items() if levels[ballot][one] > levels[ballot][other])
    under = sum(count for ballot, count in ballots.items() if levels[ballot][one] < levels[ballot][other])
    return over, under


def _levels(ballot: Any, options: int) -> tuple[int, ...]:
    """Return what a ballot gives each option, more being better: its marks, or its ranks with the last as 0."""
    if not ballot or not isinstance(ballot[0], tuple):
        return tuple(ballot) if ballot else (0,) * options
    levels = [0] * options
    for rank, places in enumerate(ballot):
        for place in places:
            levels[place] = options - rank
    return tuple(levels)
