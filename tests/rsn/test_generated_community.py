"""A generated community as a whole: votes counted, record verified, site built, the same every time."""

from __future__ import annotations

import hashlib
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from domain.governance.lifecycle import State
from domain.governance.method_rules import least_options
from domain.record.verification import Answer
from domain.record.verifying import check_record
from forms_api.publish import publish
from forms_api.store.tinydb import TinyStore
from rsn import ed25519
from rsn.commands import demo
from rsn.demo.generating.boxes import TooManyBallots, spread
from rsn.demo.generating.generate import generate
from rsn.demo.generating.growth import Growth
from rsn.demo.generating.policies import policies
from rsn.demo.generating.sizes import sizes_of
from rsn.demo.generating.stages import LONGEST, Stage, plans
from rsn.demo.seeding import FolderTaken
from rsn.record_source import files_in, from_folder
from site_builder.build import build
from site_builder.content import load_catalogue
from site_builder.record import read_record

NOW = datetime(2026, 11, 24, 1, 10, tzinfo=UTC)
MEMBERS, BALLOTS = 40, 90


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("generated") / "community"
    generate(place, sizes_of(MEMBERS, ballots=BALLOTS), 7, NOW, lambda text: None, lambda done, of: None)
    return place


@pytest.fixture(scope="module")
def record(folder):
    return read_record(folder / "data" / "record")


@pytest.fixture
def held(folder):
    with closing(TinyStore.open(folder / "data" / "store")) as store, store.reading() as unit:
        yield unit


def test_all_the_ballots_that_were_asked_for_are_in_their_boxes(held):
    cast = Counter(ballot.proposal for ballot in held.ballots)

    assert len(held.ballots) == sum(cast.values()) == BALLOTS
    assert all(cast[roll.proposal] <= len(roll.members) for roll in held.rolls)


def test_a_proposal_stands_at_each_stage_and_open_votes_have_ballots(record):
    states = Counter(proposal.state for proposal in record.proposals.values())

    assert states.keys() >= {State.VOTING, State.FROZEN, State.PROVISIONAL, State.DELIBERATION, State.SPONSORING}
    assert states.keys() & {State.DONE, State.IMPLEMENTING, State.REJECTED, State.NO_QUORUM}
    assert any(p.turnout for p in record.proposals.values() if p.state is State.VOTING)


def test_the_record_says_of_every_vote_what_a_recount_finds(folder):
    place = folder / "data" / "record"

    report = check_record(from_folder(place), ed25519.verify, files_in(place)).report

    assert report.problems == ()
    assert report.answer in (Answer.VERIFIED, Answer.SIGNED)


def test_the_keys_of_votes_that_are_over_are_gone(held):
    states = {key.id for key in held.keys}
    rolls = {roll.proposal for roll in held.rolls}

    assert states < rolls


def test_publishing_again_changes_nothing(folder):
    catalogue = load_catalogue(folder / "content")
    with closing(TinyStore.open(folder / "data" / "store")) as store:
        again = publish(store, catalogue, folder / "data" / "record", NOW)

    assert not again.changed


def test_its_site_is_built_without_a_warning(folder, tmp_path):
    catalogue = load_catalogue(folder / "content", today=NOW.date())

    report = build(catalogue, folder / "data" / "record", tmp_path / "public", NOW, strict=True)

    assert report.problems == ()
    assert report.pages > sizes_of(MEMBERS).pages
    member = next(iter(catalogue.members.values())).entry
    assert member.name in (tmp_path / "public" / "members" / member.slug / "index.html").read_text("utf-8")


def test_the_same_seed_makes_the_same_bytes(folder, tmp_path):
    generate(tmp_path / "again", sizes_of(MEMBERS, ballots=BALLOTS), 7, NOW, print, lambda done, of: None)

    assert _bytes(tmp_path / "again") == _bytes(folder)


def test_a_folder_that_holds_a_community_is_left_alone(folder):
    with pytest.raises(FolderTaken):
        generate(folder, sizes_of(20), 1, NOW, print, lambda done, of: None)


def test_more_ballots_than_places_on_the_rolls_are_refused_before_anything_is_written(tmp_path):
    with pytest.raises(TooManyBallots):
        generate(tmp_path / "new", sizes_of(20, ballots=100_000), 1, NOW, print, lambda done, of: None)

    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("ballots", [0, 1, 99, 100])
def test_ballots_are_spread_so_that_no_box_has_more_than_its_roll(ballots):
    given = spread(3, ballots, {"a": 60, "b": 30, "c": 10})

    assert sum(given.values()) == ballots
    assert given["a"] <= 60
    assert given["b"] <= 30
    assert given["c"] <= 10


@pytest.mark.parametrize("proposals", [10, 40, 1000])
def test_every_stage_is_planned_and_what_is_past_is_over_by_now(proposals):
    growth = Growth(sizes_of(7000), NOW.date())
    planned = plans(1, growth, proposals, tuple(policies().values()), NOW)

    assert len(planned) == proposals
    assert {plan.stage for plan in planned} >= set(Stage) - {Stage.LAPSED, Stage.WITHDRAWN}
    assert all(plan.certified <= NOW for plan in planned if plan.stage is Stage.VOTED)
    assert all(plan.submitted <= NOW - LONGEST for plan in planned if plan.stage is Stage.LAPSED)


def test_a_choice_has_as_many_options_as_its_method_asks_for(record):
    assert all(
        len(proposal.options) >= least_options(proposal.policy.method) for proposal in record.proposals.values()
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--seed", "3"], "--seed goes with --members"),
        (["--ballots", "3"], "--ballots goes with --members"),
        (["--members", "20", "--content", "content"], "--content goes with the hand-written community"),
        (["--members", "3"], "3 is not in the range"),
        (["--members", "20", "--languages", "es"], "begin with en"),
        (["--members", "20", "--languages", "en,xx"], "'xx' is none of en, es, ar"),
    ],
)
def test_options_that_do_not_go_together_are_refused(arguments, words, tmp_path):
    done = CliRunner().invoke(demo.command, [str(tmp_path / "new"), *arguments])

    assert done.exit_code == 2
    assert words in done.output


def test_the_command_says_how_far_it_is_and_what_it_made(tmp_path):
    moment = ["--now", NOW.isoformat()]
    arguments = ["--members", "20", "--proposals", "10", "--languages", "en,es", *moment]

    done = CliRunner().invoke(demo.command, [str(tmp_path / "new"), *arguments])

    assert done.exit_code == 0, done.output
    assert "20 members, 20 exchanges, 10 proposals." in done.output
    assert load_catalogue(tmp_path / "new" / "content").network.languages == ("en", "es")
    again = CliRunner().invoke(demo.command, [str(tmp_path / "new"), *arguments])
    assert again.exit_code == 1
    assert "There is a community" in again.output


def test_many_ballots_are_told_in_few_lines(capsys):
    told = demo.BallotsTold()
    for done in range(0, 100_001, 500):
        told(done, 100_000)

    assert capsys.readouterr().out.splitlines() == [
        "25000 of 100000 ballots …",
        "50000 of 100000 ballots …",
        "75000 of 100000 ballots …",
        "100000 ballots.",
    ]


def _bytes(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != "lock"
    }
