"""votelib (MIT): counts on equal ballots put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from votelib.component.transfer import Gregory
from votelib.convert import ApprovalToSimpleVotes, RankedToCondorcetVotes, ScoreToSimpleVotes
from votelib.evaluate.cardinal import STAR
from votelib.evaluate.condorcet import RankedPairs, Schulze
from votelib.evaluate.core import Plurality
from votelib.evaluate.sequential import TransferableVoteSelector

from benchmarks.peers import ballots
from benchmarks.peers.adapters import Contest, Count, Row, Winners


def plurality(rows: Sequence[Row], contest: Contest) -> Winners:
    return Plurality().evaluate(ballots.choices(rows), 1)


def approval(rows: Sequence[Row], contest: Contest) -> Winners:
    return Plurality().evaluate(ApprovalToSimpleVotes().convert(ballots.approvals(rows)), 1)


def added_up(key: str) -> Count:
    def count(rows: Sequence[Row], contest: Contest) -> Winners:
        votes = ScoreToSimpleVotes("sum", unscored_value=0).convert(ballots.scores(rows, key))
        return Plurality().evaluate(votes, 1)

    return count


def star(rows: Sequence[Row], contest: Contest) -> Winners:
    return STAR(unscored_value=0).evaluate(ballots.scores(rows), 1)


def transferable(rows: Sequence[Row], contest: Contest) -> Winners:
    count = TransferableVoteSelector(transferer=Gregory(), quota_function="droop")
    return count.evaluate(ballots.rankings(rows), contest.seats)


def condorcet(evaluator: Callable[[], Schulze | RankedPairs]) -> Count:
    def count(rows: Sequence[Row], contest: Contest) -> Winners:
        votes = RankedToCondorcetVotes(unranked_at_bottom=True).convert(ballots.rankings(rows))
        return evaluator().evaluate(votes, 1)

    return count


COUNTS = {
    "yes_no": plurality,
    "plurality": plurality,
    "approval": approval,
    "score": added_up("scores"),
    "dots": added_up("credits"),
    "quadratic": added_up("credits"),
    "star": star,
    "irv": transferable,
    "stv": transferable,
    "schulze": condorcet(Schulze),
    "ranked_pairs": condorcet(RankedPairs),
}
