"""pyrankvote (MIT): instant runoff and a single transferable vote, one object a ballot."""

from __future__ import annotations

from collections.abc import Sequence

from pyrankvote import Ballot, Candidate, instant_runoff_voting, single_transferable_vote

from benchmarks.peers.adapters import Contest, Row, Winners


def _read(rows: Sequence[Row], contest: Contest) -> tuple[list[Candidate], list[Ballot]]:
    standing = {option: Candidate(option) for option in contest.options}
    return list(standing.values()), [Ballot([standing[rank[0]] for rank in row["ranking"]]) for row in rows]


def irv(rows: Sequence[Row], contest: Contest) -> Winners:
    return [winner.name for winner in instant_runoff_voting(*_read(rows, contest)).get_winners()]


def stv(rows: Sequence[Row], contest: Contest) -> Winners:
    result = single_transferable_vote(*_read(rows, contest), number_of_seats=contest.seats)
    return [winner.name for winner in result.get_winners()]


COUNTS = {"irv": irv, "stv": stv}
