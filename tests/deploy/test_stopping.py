"""SIGTERM in the middle of a vote: whatever was answered is kept, under either server."""

from __future__ import annotations

import http.client
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.deploy.front import Standing, free_port
from tests.faults.voting import Vote, hold_vote, voting, wait_for_votes

# A connection that said nothing for a moment is closed by who stops; whoever asked something is answered.
HUNG_UP = (ConnectionError, http.client.RemoteDisconnected, http.client.CannotSendRequest)
SERVERS = ["waitress", pytest.param("granian", marks=pytest.mark.long)]


@pytest.fixture(scope="module")
def vote(tmp_path_factory: pytest.TempPathFactory) -> Vote:
    return hold_vote(tmp_path_factory.mktemp("stopping"))


@pytest.mark.parametrize("server", SERVERS)
def test_every_vote_that_was_answered_is_in_the_box(vote: Vote, tmp_path: Path, server: str) -> None:
    here = vote.copied(tmp_path / "copy")
    for voter in here.voters:
        voter.sure, voter.unsure, voter.csrf = "", "", ""
    standing = Standing(here, tmp_path, free_port(), free_port(), free_port(), more=["--server", server])
    # Straight to the service, without a web server in front.
    standing.scheme = "http"
    standing.start_service()
    assert standing.service is not None
    with voting(here, standing.forms_port) as wrong:
        with suppress(AssertionError):
            wait_for_votes(here, wrong, people=16)
        began = time.monotonic()
        standing.service.send_signal(signal.SIGTERM)
        code = standing.service.wait(timeout=60)
        took = time.monotonic() - began
    box = here.box()
    lost = {v.member: (v.sure, box.get(v.member)) for v in here.voters if v.sure and not v.unsure}

    assert code == 0
    assert took < 20
    assert sum(bool(voter.sure) for voter in here.voters) >= 16
    assert {member: kept for member, (sure, kept) in lost.items() if kept != [sure]} == {}
    assert [error for error in wrong if not isinstance(error, HUNG_UP)] == []
    assert not (here.data / "control.sock").exists()


@pytest.mark.parametrize("server", SERVERS)
def test_a_store_that_is_held_is_a_clear_refusal(vote: Vote, tmp_path: Path, server: str) -> None:
    here = vote.copied(tmp_path / "copy")
    first = Standing(here, tmp_path, free_port(), free_port(), free_port())
    first.start_service()
    (tmp_path / "second").mkdir()
    second = Standing(here, tmp_path / "second", free_port(), 0, free_port(), more=["--server", server])
    try:
        with pytest.raises((AssertionError, OSError)):
            second.start_service()
        assert second.service is not None
        code = second.service.wait(timeout=60)
    finally:
        first.stop_service()

    assert code == 1
    assert "Another process holds the store" in (tmp_path / "second" / "service.log").read_text()
