"""Reasons as a match keeps them: read back as they were, and told apart from somebody's own sentence."""

from __future__ import annotations

import pytest

from domain.matching.model import Reason, ReasonKind
from presentation.reasons import read, told, written

REASONS = (
    Reason(ReasonKind.SKILL, {"skill": "bicycle-repair", "level": "can teach"}),
    Reason(ReasonKind.TIME, {"bands": "sat morning, sun evening"}),
    Reason(ReasonKind.APPRENTICE),
)


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason.kind.value)
def test_a_reason_is_read_as_it_was_written(reason: Reason) -> None:
    assert read(written(reason)) == reason


@pytest.mark.parametrize("line", ["", "Free on Saturdays.", "reason:", "reason:nonsense?a=b", "skill?skill=x"])
def test_a_sentence_of_somebodys_own_is_no_reason(line: str) -> None:
    assert read(line) is None


def test_reasons_of_a_kind_are_left_out() -> None:
    assert told(REASONS, ReasonKind.TIME, ReasonKind.ROOM) == (REASONS[0], REASONS[2])
