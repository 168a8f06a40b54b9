"""The people of the demo: nobody is alike, nobody gives what they are not cleared for, nobody is named unasked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.catalogue import Catalogue
from domain.people import Audience, Entry, Member, ProgramRole, Standing
from domain.programs import Participation, PartState, Phase, phase
from domain.record.public import LEADING_ROLES
from domain.skills import Clearance, clearance
from domain.trust import counted
from forms_api.services.admission import on_the_way
from forms_api.store.base import UnitOfWork
from forms_api.store.memory import MemoryStore
from presentation.schedule import meeting_days
from rsn.demo.people import add_people, member_id
from rsn.demo.reading import offset, read, written_for
from site_builder.content import load_catalogue

CONTENT = Path(__file__).resolve().parents[2] / "content"
NOT_MOVED = timedelta(0)
PAPERS_RAN_OUT = {("tobias-achterberg", "first-aid")}
STAGES = {
    *("draft", "sponsoring", "deliberation", "frozen", "voting", "provisional", "adopted", "implementing"),
    *("done", "rejected", "no_quorum", "tied", "withdrawn", "lapsed"),
}


class Community:
    """Content and seed, read once, with members by slug."""

    def __init__(self) -> None:
        self.today = written_for()
        self.catalogue: Catalogue = load_catalogue(CONTENT)
        store = MemoryStore()
        with store.unit() as unit:
            add_people(unit, self.catalogue, NOT_MOVED)
            self._keep(unit)

    def _keep(self, unit: UnitOfWork) -> None:
        self.members: dict[str, Member] = {m.entry.slug: m for m in unit.members}
        self.vouches = list(unit.vouches)
        self.checks = list(unit.checks)
        self.participations: list[Participation] = list(unit.participations)
        self.voters = sum(member.votes for member in self.members.values())

    def entry(self, slug: str) -> Entry:
        return self.members[slug].entry

    def clearance(self, slug: str, skill: str, on: date) -> Clearance:
        found = self.catalogue.skills[skill]
        return clearance(found, member_id(slug), self.vouches, self.checks, members=self.voters, on=on)

    def name_is_public(self, slug: str) -> bool:
        consent = self.members[slug].consents.get("name")
        return consent is not None and consent.audience is Audience.PUBLIC


@pytest.fixture(scope="module")
def community() -> Community:
    return Community()


def _hands(proposal: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    author = {"by": proposal["author"], "named": proposal["named"]}
    return [author, *proposal["sponsors"], *proposal["arguments"]]


def test_who_shares_a_safeguarded_skill_is_cleared_for_it(community: Community) -> None:
    lacking = {
        (slug, share.skill)
        for slug, member in community.members.items()
        for share in member.entry.shares
        if not community.clearance(slug, share.skill, community.today).cleared
    }

    assert lacking == PAPERS_RAN_OUT


def test_who_gave_shares_the_skill_and_was_cleared_that_day(community: Community) -> None:
    wrong = [
        (item["giver"], item["skill"], item["on"])
        for item in read("exchanges", NOT_MOVED)
        if item["skill"] not in {share.skill for share in community.entry(item["giver"]).shares}
        or not community.clearance(item["giver"], item["skill"], item["on"]).cleared
    ]

    assert wrong == []


def test_nobody_exchanges_votes_or_vouches_before_joining(community: Community) -> None:
    joined = {slug: member.joined_on for slug, member in community.members.items()}
    acts = [(item[who], item["on"]) for item in read("exchanges", NOT_MOVED) for who in ("giver", "receiver")]
    acts += [(item[who], item["on"]) for item in read("vouches", NOT_MOVED) for who in ("by", "of")]
    for proposal in read("proposals", NOT_MOVED):
        made = community.today + offset(proposal["made"])
        acts += [(hand["by"], made) for hand in _hands(proposal)]
        acts += [(ballot["by"], made) for ballot in read("ballots", NOT_MOVED).get(proposal["key"], ())]

    assert [(slug, on) for slug, on in acts if joined[slug] > on] == []


def test_nobody_signs_with_a_name_that_is_not_public(community: Community) -> None:
    signed = {
        hand["by"] for proposal in read("proposals", NOT_MOVED) for hand in _hands(proposal) if hand["named"]
    }

    assert {slug for slug in signed if not community.name_is_public(slug)} == set()


def test_who_lives_in_the_store_alone_is_named_nowhere_in_content(community: Community) -> None:
    private = {
        word
        for slug, member in community.members.items()
        if slug not in community.catalogue.members
        for word in (slug, member.entry.name)
    }
    texts = {path: path.read_text("utf-8") for path in CONTENT.rglob("*.md")}

    assert [(path.name, word) for path, text in texts.items() for word in private if word in text] == []


def test_no_two_members_are_alike(community: Community) -> None:
    members = community.members.values()
    two_ways = [(m.entry.shares, m.entry.invites) for m in members if m.standing is not Standing.APPLICANT]
    about = [m.entry.about for m in members if m.entry.about]

    assert len(set(two_ways)) == len(two_ways)
    assert len(set(about)) == len(about)


def test_twelve_people_received_first_and_led_later(community: Community) -> None:
    finished = {(p.member, p.cohort) for p in community.participations if p.state is PartState.COMPLETED}
    led_later = {
        lead.member
        for cohort in community.catalogue.cohorts.values()
        for lead in cohort.leads
        if (member_id(lead.member), lead.learnt_in) in finished
    }

    assert len(led_later) >= 12


def test_some_cohorts_run_now_and_some_begin_soon_with_places_left(community: Community) -> None:
    cohorts = community.catalogue.cohorts.values()
    phases = [phase(cohort, community.today) for cohort in cohorts]

    assert phases.count(Phase.NOW) >= 2
    assert phases.count(Phase.AHEAD) >= 2
    assert all(2 <= len(community.catalogue.cohorts_of(program)) <= 5 for program in community.catalogue.programs)


def test_there_is_a_proposal_in_every_stage() -> None:
    assert {proposal["stage"] for proposal in read("proposals", NOT_MOVED)} == STAGES


def test_who_was_there_attends_the_cohort_and_it_met_that_day(community: Community) -> None:
    attendees = {(p.cohort, p.member) for p in community.participations if p.role is ProgramRole.ATTENDEE}
    cohorts = community.catalogue.cohorts
    days = {slug: meeting_days(c.schedule, c.starts, c.ends) for slug, c in cohorts.items()}
    marked = read("attendance", NOT_MOVED)

    assert [row for row in marked if row["on"] not in days[row["cohort"]] or row["on"] > community.today] == []
    present = {(row["cohort"], member_id(slug)) for row in marked for slug in row["present"]}
    assert present - attendees == set()


def test_who_mentors_has_helped_to_lead_the_program(community: Community) -> None:
    led = {
        (part.member, community.catalogue.cohorts[part.cohort].program)
        for part in community.participations
        if part.role in LEADING_ROLES
    }

    said = {(member_id(item["member"]), item["program"]) for item in read("mentoring", NOT_MOVED)}
    assert said - led == set()


def test_somebody_waits_for_a_place_and_somebody_got_one(community: Community) -> None:
    states = [part.state for part in community.participations]

    assert PartState.WAITING in states
    assert any(part.moved_up for part in community.participations)


def test_people_on_the_way_in_stand_at_different_steps(community: Community) -> None:
    store = MemoryStore()
    with store.unit() as unit:
        add_people(unit, community.catalogue, NOT_MOVED)
    ways = {way.member.entry.slug: way for way in on_the_way(store, community.today)}
    met = {slug: [one.met for one in way.asked] for slug, way in ways.items()}

    assert met == {
        "lidia-petrescu": [False],
        "owen-tregear": [True],
        "pavel-ionescu": [False, True, False],
        "rosalind-amoah": [True, False, True],
    }


def test_every_word_given_in_the_demo_counts_once_its_giver_was_a_member_for_a_month(community: Community) -> None:
    roll = {member.id: member for member in community.members.values()}

    assert len(counted(community.vouches, roll)) == len(community.vouches)


def test_some_people_said_when_they_have_time_and_some_let_it_run_out(community: Community) -> None:
    said = [m.availability for m in community.members.values() if m.availability is not None]
    soon = community.today + timedelta(days=14)

    assert len(said) > len(community.members) / 2
    assert sum(not one.holds(community.today) for one in said) >= 3
    assert sum(one.holds(community.today) and not one.holds(soon) for one in said) >= 2


def test_who_stands_on_call_lists_has_a_number_of_no_real_person(community: Community) -> None:
    called = [m for m in community.members.values() if m.call_consent]
    numbers = [m.phone for m in community.members.values() if m.phone]

    assert all(m.phone and m.call_consent_on for m in called)
    assert all(number.startswith("555 01") and len(number) == 8 for number in numbers)
    assert len(set(numbers)) == len(numbers)
