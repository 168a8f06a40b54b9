"""
Publish and build, over and over, while members vote: every accepted ballot is there, exactly once.

With the service running, which then publishes for build.py; with the service stopped, so that build.py opens
the store itself; with the one or the other killed half-way.
"""

from __future__ import annotations

import json
import random
import signal
import time
from collections import Counter
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.codec import from_plain
from domain.governance.ballot import Row, row_holds
from tests.faults.voting import PEOPLE, Vote, finished, hold_vote, served, voting, wait_for_votes

pytestmark = pytest.mark.faults
BUILDS = [2, pytest.param(50, marks=pytest.mark.long)]
KILLS = [2, pytest.param(50, marks=pytest.mark.long)]
SERVICES_KILLED = [1, pytest.param(6, marks=pytest.mark.long)]
STOPS = [(1, 1), pytest.param((2, 13), marks=pytest.mark.long)]
"""How often the service is stopped, and after each stop how many pairs of builds run, two at one time."""
SITES = ("one", "other")


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Vote:
    """Return the vote all tests here begin with. It is never written to: copy it."""
    return hold_vote(tmp_path_factory.mktemp("held") / "community")


@pytest.fixture
def vote(held: Vote, tmp_path: Path) -> Vote:
    return replace(held.copied(tmp_path / "community"), voters=deepcopy(held.voters))


def assert_every_accepted_ballot_is_in_the_box_once(vote: Vote) -> None:
    box = vote.box()
    for voter in vote.voters:
        in_box = box.pop(voter.member, [])
        if voter.unsure:
            assert in_box in ([voter.unsure], [voter.sure] if voter.sure else [])
        else:
            assert in_box == ([voter.sure] if voter.sure else [])
    assert box == {}


@pytest.mark.parametrize("builds", BUILDS)
def test_builds_beside_the_running_service_lose_no_ballot(vote: Vote, builds: int) -> None:
    with served(vote) as service, voting(vote, service.port) as wrong:
        for _ in range(builds):
            finished(vote.build())
        wait_for_votes(vote, wrong, PEOPLE // 4)

    assert wrong == []
    assert_every_accepted_ballot_is_in_the_box_once(vote)


@pytest.mark.parametrize("stops", STOPS)
def test_a_service_stopped_while_people_vote_and_builds_after_it_lose_no_ballot(
    vote: Vote, stops: tuple[int, int]
) -> None:
    times, pairs = stops
    for round_ in range(1, times + 1):
        with served(vote) as service, voting(vote, service.port):
            wait_for_votes(vote, [], round_ * PEOPLE // 4)
            # It is told to stop while they vote: what it has begun it finishes, and everyone else finds nobody.
            service.process.send_signal(signal.SIGTERM)
            assert service.process.wait(timeout=60) == 0
        assert_every_accepted_ballot_is_in_the_box_once(vote)
        settle_what_was_in_flight(vote)
        for _ in range(pairs):
            for build in [vote.build(site=site) for site in SITES]:
                finished(build)

    assert_every_accepted_ballot_is_in_the_box_once(vote)


@pytest.mark.parametrize("services", SERVICES_KILLED)
def test_a_service_killed_while_it_votes_and_publishes_loses_no_accepted_ballot(vote: Vote, services: int) -> None:
    for _ in range(services):
        with served(vote) as service, voting(vote, service.port):
            build = vote.build()
            time.sleep(random.uniform(0.3, 1.5))
            service.kill()
        build.communicate(timeout=300)

        assert_every_accepted_ballot_is_in_the_box_once(vote)
        settle_what_was_in_flight(vote)
    finished(vote.build())


def settle_what_was_in_flight(vote: Vote) -> None:
    """Take for acknowledged what the box holds, as a voter who looks again would."""
    box = vote.box()
    for voter in vote.voters:
        voter.sure, voter.unsure = box.get(voter.member, [""])[0], ""


KILLS_OF_A_TRIAL = 2
MOST_CHANGES = 20
"""A publish that closes this vote changes some thirty files; each is killed behind one of the first of them."""


@pytest.mark.parametrize("least", KILLS)
def test_a_publish_killed_after_any_of_its_writes_counts_every_ballot_once(
    vote: Vote, tmp_path: Path, least: int
) -> None:
    with served(vote) as service, voting(vote, service.port) as wrong:
        wait_for_votes(vote, wrong, PEOPLE // 4)
    assert wrong == []
    after_the_shut = (datetime.now(UTC) + timedelta(days=8)).isoformat()

    kills = trials = 0
    while kills < least:
        copied = vote.copied(tmp_path / f"trial-{trials}")
        for _ in range(KILLS_OF_A_TRIAL):
            kills += killed_after_some_writes(copied, after_the_shut)
        trials += 1
        finished(copied.publish("--now", after_the_shut))
        assert_the_record_counts_what_was_accepted(copied)
        assert_every_accepted_ballot_is_in_the_box_once(copied)
    finished(copied.build("--now", after_the_shut))

    assert_the_record_counts_what_was_accepted(copied)


def killed_after_some_writes(vote: Vote, now: str) -> bool:
    """Publish, and kill that when it has changed a few files; tell whether the kill came before its end."""
    before, publish = stamps(vote.data), vote.publish("--now", now)
    changes = random.randint(1, MOST_CHANGES)
    while publish.poll() is None and changed_since(before, vote.data) < changes:
        time.sleep(random.uniform(0, 0.01))
    publish.kill()
    said, _ = publish.communicate()
    assert publish.returncode in (0, -signal.SIGKILL), said
    return publish.returncode != 0


def changed_since(before: dict[Path, int], folder: Path) -> int:
    return sum(before.get(path) != stamp for path, stamp in stamps(folder).items())


def stamps(folder: Path) -> dict[Path, int]:
    found = {}
    for path in folder.rglob("*"):
        # What is written aside may be gone again by the time one looks at it.
        with suppress(FileNotFoundError):
            if path.is_file():
                found[path] = path.stat().st_mtime_ns
    return found


def assert_the_record_counts_what_was_accepted(vote: Vote) -> None:
    accepted = Counter(voter.sure for voter in vote.voters if voter.sure)
    said = {name: json.loads((vote.record / f"{name}.json").read_text()) for name in ("result", "counted", "roll")}
    lines = (vote.record / "ballots.jsonl").read_text().splitlines()
    rows = [from_plain(Row, json.loads(line)) for line in lines]

    assert Counter(row.choice for row in rows) == accepted
    assert all(row_holds(vote.proposal, row) for row in rows)
    assert {choice: said["result"]["result"]["scores"][choice] for choice in accepted} == accepted
    assert len(set(said["counted"])) == len(said["counted"]) == accepted.total()
    assert set(said["counted"]) <= set(said["roll"])
