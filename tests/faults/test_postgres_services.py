"""Several real processes on one PostgreSQL database: two services take votes, and one publishes at a time."""

from __future__ import annotations

import http.client
import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner

from forms_api.services.ballots import pseudonym_of
from forms_api.store.electing import elected
from forms_api.store.postgres import PostgresStore
from rsn.moving_store import command as migrate
from tests.faults.voting import Vote, finished, hold_vote, served, voting, wait_for_votes
from tests.postgres_server import Server

pytestmark = pytest.mark.faults
VOTERS = [24, pytest.param(64, marks=pytest.mark.long)]


@pytest.fixture
def durable_url(postgres: Server, postgres_url: str) -> Iterator[str]:
    """Return the database's address while the server forces to the disk what it acknowledges, as ours demands."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = on")
        connection.execute("SELECT pg_reload_conf()")
    yield postgres_url
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM RESET fsync")
        connection.execute("SELECT pg_reload_conf()")


@pytest.fixture
def vote(durable_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vote:
    """Return a vote that is open now, brought from the embedded store to the database."""
    # Two services have two times these threads vote at them.
    monkeypatch.setattr("tests.faults.voting.THREADS", 4)
    held = hold_vote(tmp_path / "community")
    monkeypatch.setenv("RSN_DATABASE_URL", durable_url)
    done = CliRunner().invoke(migrate, ["tinydb", "postgres", "--data", str(held.data)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return held


def box(store: PostgresStore, vote: Vote) -> dict[str, list[str]]:
    """Return by member the choices in the box; a ballot of nobody on the roll stands under its pseudonym."""
    with store.reading() as unit:
        members = {pseudonym_of(unit, vote.proposal, voter.member): voter.member for voter in vote.voters}
        found: dict[str, list[str]] = {}
        for ballot in unit.ballots.where(proposal=vote.proposal):
            found.setdefault(members.get(ballot.pseudonym, ballot.pseudonym), []).append(ballot.choice)
    return found


def receipt_status(port: int, vote: Vote, token: str) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        path = f"/forms/proposals/{vote.proposal}/ballot/receipt"
        connection.request("GET", path, headers={"Cookie": f"rsn={token}"})
        answer = connection.getresponse()
        answer.read()
    return answer.status


@pytest.mark.parametrize("people", VOTERS)
def test_two_services_take_each_vote_once_while_others_publish(vote: Vote, durable_url: str, people: int) -> None:
    first, second = (replace(vote, voters=vote.voters[n::2]) for n in range(2))
    with (
        served(vote) as one,
        served(vote) as other,
        voting(first, one.port) as wrong,
        voting(second, other.port) as wrong_too,
    ):
        wait_for_votes(first, wrong, people // 2)
        publishing = [vote.publish(), vote.publish()]
        said = [finished(publish) for publish in publishing]
        wait_for_votes(second, wrong_too, people // 2)
        voted = random.choice([voter for voter in first.voters if voter.sure])
        known_there = receipt_status(other.port, vote, voted.token)
        with closing(PostgresStore.open(durable_url)) as store, elected(store, "publisher"):
            meanwhile = finished(vote.publish())

    with closing(PostgresStore.open(durable_url)) as store:
        assert (wrong, wrong_too) == ([], [])
        assert box(store, vote) == {voter.member: [voter.sure] for voter in vote.voters if voter.sure}
    assert known_there == 200
    assert any("Record" in one for one in said)
    assert "Another process publishes; this one goes on with the record as it is." in meanwhile
