"""
Consent: a proposal stands unless somebody has a reasoned objection.

Source: Endenburg, Sociocracy (1998); stand-asides as in Butler & Rothstein, On Conflict and Consensus (1987).
Somebody must consent: a proposal that everybody only stands aside from is nobody's.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.governance.methods.box import Box, Reader, apart
from domain.governance.methods.margin_exact import consent_margin
from domain.governance.methods.result import BallotUnreadable, Status


class Answer(StrEnum):
    CONSENT = "consent"
    STAND_ASIDE = "stand_aside"
    OBJECT = "object"


ANSWERS = tuple(sorted(Answer))


@dataclass(frozen=True)
class VerdictCount:
    """
    *scores* are the ballots by answer; *quorum_met* is true where no quorum is asked for; *margin* is the fewest
    ballots whose change alters *passed*, None where none does.
    """

    status: Status
    passed: bool
    quorum_met: bool
    scores: dict[str, int]
    margin: int | None


def answer_reader(allowed: Sequence[str]) -> Reader[str]:
    """Return the reader of a ballot that holds one of *allowed*."""
    return _Answers(allowed)


class _Answers:
    def __init__(self, allowed: Sequence[str]) -> None:
        self._allowed = allowed

    def __call__(self, given: object, where: str) -> str:
        if not isinstance(given, str) or given not in self._allowed:
            choices = ", ".join([*self._allowed, "blank", "invalid"])
            raise BallotUnreadable(f"{where}.choice", f"{given!r} is no choice. Use one of: {choices}.")
        return given

    def keys(self, given: Iterable[Any]) -> Iterable[Hashable]:
        return given

    def ballot(self, key: object) -> str:
        apart(key)
        return self(key, "")

    def ready(self, keys: Mapping[Any, int]) -> bool:
        return False


def count_consent(box: Box[str], *, quorum_met: bool) -> VerdictCount:
    """Return the verdict: passed without an objection, with somebody's consent and the quorum met."""
    scores = {str(answer): box.ballots.get(answer, 0) for answer in ANSWERS}
    free = not scores[Answer.OBJECT] and scores[Answer.CONSENT] > 0
    if not box.valid:
        status = Status.NO_BALLOTS
    else:
        status = Status.DECIDED if quorum_met else Status.NO_QUORUM
    return VerdictCount(
        status,
        passed=free and quorum_met,
        quorum_met=quorum_met,
        scores=scores,
        margin=consent_margin(scores, quorum_met=quorum_met),
    )
