"""pref_voting (MIT): profiles of rankings with ties and of grades, equal rankings put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pref_voting.grade_methods import approval as grade_approval
from pref_voting.grade_methods import score_voting
from pref_voting.grade_methods import star as grade_star
from pref_voting.grade_profiles import GradeProfile
from pref_voting.iterative_methods import instant_runoff
from pref_voting.margin_based_methods import beat_path, ranked_pairs
from pref_voting.profiles_with_ties import ProfileWithTies
from pref_voting.proportional_methods import stv_scottish, stv_wig

from benchmarks.peers import ballots
from benchmarks.peers.adapters import Contest, Count, Row, Winners


def _profile(rows: Sequence[Row], contest: Contest) -> ProfileWithTies:
    cast = ballots.rankings(rows)
    place = {option: number for number, option in enumerate(contest.options)}
    rankings = [{place[option]: rank for rank, option in enumerate(ranking, 1)} for ranking in cast]
    profile = ProfileWithTies(rankings, rcounts=list(cast.values()), candidates=list(place.values()))
    profile.use_extended_strict_preference()
    return profile


def ranked(method: Callable[..., Any], **more: Any) -> Count:
    def count(rows: Sequence[Row], contest: Contest) -> Winners:
        return [contest.options[winner] for winner in method(_profile(rows, contest), **more)]

    return count


def seats(method: Callable[..., Any], **more: Any) -> Count:
    def count(rows: Sequence[Row], contest: Contest) -> Winners:
        winners = method(_profile(rows, contest), num_seats=contest.seats, **more)
        return [contest.options[winner] for winner in winners]

    return count


def graded(method: Callable[[GradeProfile], Winners], key: str) -> Count:
    def count(rows: Sequence[Row], contest: Contest) -> Winners:
        grades = list(range(contest.max_score + 1))
        maps = [row[key] for row in rows]
        return method(GradeProfile(maps, grades, candidates=list(contest.options)))

    return count


def approval(rows: Sequence[Row], contest: Contest) -> Winners:
    cast = ballots.approvals(rows)
    maps = [{option: int(option in chosen) for option in contest.options} for chosen in cast]
    profile = GradeProfile(maps, [0, 1], gcounts=list(cast.values()), candidates=list(contest.options))
    return grade_approval(profile)


COUNTS = {
    "approval": approval,
    "score": graded(score_voting, "scores"),
    "dots": graded(score_voting, "credits"),
    "quadratic": graded(score_voting, "credits"),
    "star": graded(grade_star, "scores"),
    "irv": ranked(instant_runoff),
    "schulze": ranked(beat_path),
    "ranked_pairs": ranked(ranked_pairs),
    "stv": seats(stv_wig, quota_rule="droop"),
    "stv scottish": seats(stv_scottish),
}
