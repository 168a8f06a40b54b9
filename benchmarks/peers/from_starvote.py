"""starvote (MIT): STAR by the official tie protocol; it takes the marks as they stand."""

from __future__ import annotations

from collections.abc import Sequence

from starvote import star_voting

from benchmarks.peers.adapters import Contest, Row, Winners


def star(rows: Sequence[Row], contest: Contest) -> Winners:
    winner = star_voting([row["scores"] for row in rows], maximum_score=contest.max_score, tiebreaker=None)
    return [winner] if isinstance(winner, str) else list(winner)


COUNTS = {"star": star}
