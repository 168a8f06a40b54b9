"""All needs at once: whom to suggest for which, so that most is met and nobody is asked beyond their free time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain.matching.companions import companions
from domain.matching.model import NO_BLOCKS, Blocks, Giver, Seeker, Suggestion
from domain.matching.pairs import Weighed, weigh
from domain.matching.ranking import suggestion
from domain.matching.solver import Choice, best


def assign(needs: Iterable[Seeker], givers: Iterable[Giver], blocks: Blocks = NO_BLOCKS) -> tuple[Suggestion, ...]:
    """
    Return at most one suggestion per need, nobody beyond their free slots, with the most points in all.

    Where several assignments have as many, one is taken whose givers carried least. The suggestions stand in the
    order of the needs, the oldest first; the order of the arguments changes nothing.
    """
    rows, columns = in_order(needs, givers)
    weighed = weigh(rows, columns, blocks)
    chosen = best(weighed.pairs, [g.free for g in columns], [g.carried for g in columns])
    return suggestions(chosen, weighed, rows, columns, blocks)


def in_order(needs: Iterable[Seeker], givers: Iterable[Giver]) -> tuple[list[Seeker], list[Giver]]:
    """Return the oldest needs first, and first the givers who carried least: what decides where points do not."""
    return sorted(needs, key=lambda n: (n.made_at, n.id)), sorted(givers, key=lambda g: (g.carried, g.member))


def suggestions(
    chosen: Sequence[Choice], weighed: Weighed, needs: Sequence[Seeker], givers: Sequence[Giver], blocks: Blocks
) -> tuple[Suggestion, ...]:
    """Return the chosen pairs as suggestions, with apprentices who would come along."""
    along = companions(chosen, weighed, needs, givers, blocks)
    return tuple(
        suggestion(needs[row], givers[col], points, givers[along[row]].member if row in along else "")
        for row, col, points in chosen
    )
