from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

import pytest

from domain.exchange import IntentState, MatchState
from domain.governance.lifecycle import State
from domain.meeting import group_problem
from domain.people import Audience, audience_of
from domain.skills import Safeguarding, clearance
from forms_api.services.gatherings import silent
from forms_api.store.tinydb import TinyStore
from rsn.demo.seeding import FolderTaken, seed
from site_builder.content import load_catalogue
from site_builder.record import read_record

CONTENT = Path(__file__).parents[2] / "content"
MOMENTS = (datetime(2026, 11, 23, 4, 30, tzinfo=UTC), datetime(2028, 2, 29, 23, 59, tzinfo=UTC))


@pytest.fixture(scope="module", params=MOMENTS, ids=lambda moment: moment.date().isoformat())
def now(request):
    return request.param


@pytest.fixture(scope="module")
def folder(now, tmp_path_factory, demo_community):
    if now == MOMENTS[0]:
        return copytree(demo_community(now), tmp_path_factory.mktemp("demo"), dirs_exist_ok=True)
    folder = tmp_path_factory.mktemp("demo")
    seed(CONTENT, folder, now, lambda text: None)
    return folder


@pytest.fixture(scope="module")
def catalogue(folder):
    return load_catalogue(folder / "content")


@pytest.fixture(scope="module")
def record(folder):
    return read_record(folder / "data" / "record")


@pytest.fixture(scope="module")
def held(folder):
    store = TinyStore.open(folder / "data" / "store")
    with store.unit() as unit:
        yield unit
    store.close()


def test_the_community_has_the_size_that_was_written(catalogue, held):
    assert (len(catalogue.programs), len(catalogue.skills), len(catalogue.categories)) == (8, 40, 8)
    assert (len(catalogue.playbooks), len(catalogue.policies)) == (3, 9)
    assert len(held.members) >= 30
    assert 0 < len(catalogue.members) < len(held.members)


def test_there_is_a_proposal_at_every_stage(record, held):
    states = {proposal.state for proposal in record.proposals.values()}
    drafts = [proposal for proposal in held.proposals if proposal.policy is None]

    assert states >= {
        State.SPONSORING,
        State.DELIBERATION,
        State.VOTING,
        State.PROVISIONAL,
        State.IMPLEMENTING,
        State.DONE,
        State.REJECTED,
        State.NO_QUORUM,
        State.TIED,
        State.WITHDRAWN,
    }
    assert drafts


def test_votes_are_open_now_and_close_later(record, now):
    voting = [p for p in record.proposals.values() if p.state is State.VOTING]

    assert voting
    assert all(p.shut is not None and p.shut > now for p in voting)


def test_there_are_exchanges_confirmed_and_not_and_matches_on_their_way(held):
    confirmed = Counter(exchange.confirmed for exchange in held.exchanges)
    states = {match.state for match in held.matches}

    assert confirmed[True] > 50
    assert confirmed[False] >= 3
    assert states >= {MatchState.SUGGESTED, MatchState.OFFERED, MatchState.ACCEPTED, MatchState.DONE}
    assert {intent.state for intent in held.intents} >= {IntentState.OPEN, IntentState.EXPIRED}


def test_there_are_messages_looks_and_group_events_that_wait_closed_and_went_both_ways(held, now):
    live = {match.id for match in held.matches if match.state in (MatchState.OFFERED, MatchState.ACCEPTED)}
    waiting = {silent(g, now.date()) for g in held.gatherings if g.people - set(g.confirmed)}

    assert {message.match for message in held.messages} <= live
    assert len({message.match for message in held.messages}) >= 3
    assert {sighting.match for sighting in held.sightings} <= live and len(held.sightings) >= 2
    assert waiting == {True, False}
    assert any(set(g.givers) == set(g.receivers) for g in held.gatherings)
    assert all(group_problem(g, mutual=True) is None for g in held.gatherings)


def test_who_is_in_the_store_only_has_less_than_public_consent(catalogue, held):
    private = [m for m in held.members if m.entry.slug not in catalogue.members]

    assert len(private) >= 10
    assert all(
        any(audience_of(m, name) is not Audience.PUBLIC for name in ("name", "zone", "shares", "about"))
        for m in private
    )


def test_no_two_members_are_alike(held):
    told = [(m.entry.about, m.entry.shares, m.entry.invites) for m in held.members if m.entry.about]

    assert len({about for about, _, _ in told}) == len(told)
    assert len({m.entry.name for m in held.members}) == len(held.members)
    assert len({(shares, invites) for _, shares, invites in told}) == len(told)


def test_every_safeguarded_skill_shown_is_cleared(catalogue, record, held, now):
    vouches, checks = list(held.vouches), list(held.checks)
    by_slug = {m.entry.slug: m for m in held.members}
    members = sum(m.votes for m in held.members)
    shown = [
        (catalogue.skills[share.skill], slug)
        for slug, member in record.members.items()
        for share in member.entry.shares
        if catalogue.skills[share.skill].safeguarding is not Safeguarding.OPEN
    ]

    assert shown
    assert all(
        clearance(skill, by_slug[slug].id, vouches, checks, members=members, on=now.date()).cleared
        for skill, slug in shown
    )


def test_somebody_wrote_a_safeguarded_skill_without_clearance_and_it_is_not_shown(catalogue, record):
    hidden = [
        (slug, share.skill)
        for slug, member in catalogue.members.items()
        for share in member.entry.shares
        if share.skill not in {s.skill for s in record.members[slug].entry.shares}
    ]

    assert hidden


def test_people_who_received_first_lead_later(catalogue):
    learnt = {lead.member for cohort in catalogue.cohorts.values() for lead in cohort.leads if lead.learnt_in}

    assert len(learnt) >= 6


def test_a_folder_that_holds_a_community_is_left_alone(folder, now):
    before = sorted(path.stat().st_mtime_ns for path in folder.rglob("*"))

    with pytest.raises(FolderTaken, match="Name another folder"):
        seed(CONTENT, folder, now, lambda text: None)
    assert sorted(path.stat().st_mtime_ns for path in folder.rglob("*")) == before


def test_two_of_three_playbooks_were_tried_and_their_figures_can_be_told(record):
    drills = [state.drill for state in record.playbooks.values() if state.drill]

    assert len(drills) == 2
    assert all(drill.called and drill.reached and drill.said_yes and drill.first_yes_minutes for drill in drills)


def test_the_coordinators_packs_lie_beside_the_record(folder, catalogue):
    packs = folder / "data" / "packs"

    assert {file.name for file in packs.glob("*.html")} == {
        "index.html",
        "cards.html",
        *(f"{slug}.html" for slug in catalogue.playbooks),
    }
    assert packs.stat().st_mode & 0o777 == 0o700


def test_a_folder_without_content_is_told_without_a_fall(tmp_path):
    from click.testing import CliRunner

    from rsn.__main__ import main

    told = CliRunner().invoke(main, ["demo", str(tmp_path / "demo"), "--content", str(tmp_path)])

    assert told.exit_code == 1
    assert "network.yaml" in told.output
