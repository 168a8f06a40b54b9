"""What publish really writes: every vote of the demo community is verified by both checkers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from domain.record.verification import Answer
from domain.record.verifying import check_record
from rsn import ed25519
from rsn.record_source import files_in, from_folder
from tests.recount.checkers import run_program, told


def test_every_vote_of_the_demo_community_is_verified_by_both(demo_community: Callable[..., Path]) -> None:
    record = demo_community() / "data" / "record"
    counted = sorted(path.parent for path in record.glob("proposals/*/result.json"))

    report = check_record(from_folder(record), ed25519.verify, files_in(record)).report
    answers = {run_program(place).stdout.splitlines()[-1] for place in counted}

    assert told(report) == ""
    assert len(counted) > 5
    assert answers <= {Answer.VERIFIED, Answer.SIGNED}
    assert report.notes == ()
