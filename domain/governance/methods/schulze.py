"""
The Schulze method with winning votes: who has a path at least as strong to each other one as back.

Source: Schulze, A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner
election method (Social Choice and Welfare 36, 2011).
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.governance.methods.box import Box
from domain.governance.methods.pairwise import Matrix, Ranking, condorcet_winner, matrix
from domain.governance.methods.result import Outcome, Status, settled


@dataclass(frozen=True)
class SchulzeCount:
    """*pairwise* and *strongest_paths* by option and other option; a path that is not there has strength 0."""

    outcome: Outcome
    pairwise: dict[str, dict[str, int]]
    strongest_paths: dict[str, dict[str, int]]
    condorcet_winner: str | None


def count_schulze(box: Box[Ranking]) -> SchulzeCount:
    """Return the matrix, the strongest paths, and whom nobody beats by them; several are tied."""
    votes = matrix(box)
    paths = strongest_paths(votes)
    everyone = range(len(votes))
    unbeaten = [i for i in everyone if all(paths[i][j] >= paths[j][i] for j in everyone)]
    outcome = settled([box.named([i]) for i in unbeaten]) if box.valid else Outcome(Status.NO_BALLOTS)
    winner = condorcet_winner(votes) if box.valid else None
    return SchulzeCount(
        outcome, by_name(box, votes), by_name(box, paths), None if winner is None else box.options[winner]
    )


def strongest_paths(votes: Matrix) -> Matrix:
    """Return for each two options the strength of the strongest path: its weakest link's winning votes."""
    everyone = range(len(votes))
    strength = [[votes[i][j] if votes[i][j] > votes[j][i] else 0 for j in everyone] for i in everyone]
    for via in everyone:
        for i in everyone:
            if i == via:
                continue
            for j in everyone:
                if j not in (i, via):
                    strength[i][j] = max(strength[i][j], min(strength[i][via], strength[via][j]))
    return strength


def by_name(box: Box[Ranking], values: Matrix) -> dict[str, dict[str, int]]:
    """Return a matrix by the options' names, without its diagonal."""
    return {
        one: {other: values[i][j] for j, other in enumerate(box.options) if i != j}
        for i, one in enumerate(box.options)
    }
