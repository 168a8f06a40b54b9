"""What the page of a proposal says that ended before it was decided."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from domain.governance.lifecycle import State
from domain.governance.policy import Base, Policy, Proportion
from domain.record.public import PublicEvent, PublicProposal
from tests.site_builder.community import a_proposal, a_record
from tests.site_builder.test_pages import Site


def ended(state: State, reason: str) -> PublicProposal:
    event = "withdraw" if state is State.WITHDRAWN else "invalidate"
    last = PublicEvent(event, datetime.fromisoformat("2026-11-20T12:00:00Z"), state, reason)
    return a_proposal(state, events=(last,))


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("unlawful", "Reason: the law forbids it."),
        ("roll_too_small", "Reason: too few members were on the roll for its rule book."),
    ],
)
def test_a_stopped_proposal_says_why_in_words(tmp_path: Path, reason: str, said: str) -> None:
    words = Site(tmp_path, a_record(ended(State.INVALID, reason))).words("/proposals/2026-4/")

    assert said in words
    assert reason not in words


def test_a_code_of_no_reason_is_not_shown(tmp_path: Path) -> None:
    words = Site(tmp_path, a_record(ended(State.INVALID, "no_such_code"))).words("/proposals/2026-4/")

    assert "Reason:" not in words and "no_such_code" not in words


def test_the_author_of_a_withdrawn_proposal_is_quoted(tmp_path: Path) -> None:
    words = Site(tmp_path, a_record(ended(State.WITHDRAWN, "Overtaken by the bridge"))).words("/proposals/2026-4/")
    silent = Site(tmp_path / "silent", a_record(ended(State.WITHDRAWN, ""))).words("/proposals/2026-4/")

    assert "Overtaken by the bridge" in words
    assert "Reason:" not in silent


def test_a_roll_too_small_for_a_default_number_of_sponsors_breaks_no_page(tmp_path: Path) -> None:
    policy = Policy("small", 1, {"en": "Small"}, {"en": "."}, quorum=Proportion(1, 2, Base.YES))
    site = Site(tmp_path, a_record(a_proposal(State.VOTING, policy=policy, eligible=2)))

    assert "The 2 members on the roll" in site.words("/proposals/2026-4/")
