"""Who is shown, with what, and how many of the others are counted."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from domain.catalogue import Catalogue, ContentMember
from domain.codec import from_plain
from domain.measures.hours import twelve_months
from domain.people import (
    Audience,
    Availability,
    Consent,
    Entry,
    Invitation,
    Level,
    Member,
    ProgramRole,
    Role,
    Share,
    Standing,
)
from domain.programs import Lead, PartState
from domain.record.public import CohortState, PlaybookState, PublicMember, SkillSharers, StrengthState
from domain.resilience import Playbook, PlaybookWords, Situation, Slot
from forms_api.publish import publish
from forms_api.publish.counts import shown_places
from forms_api.store.memory import MemoryStore
from tests.builders import (
    TODAY,
    a_catalogue,
    a_check,
    a_cohort,
    a_member,
    a_participation,
    a_share,
    a_vouch,
    an_exchange,
    by_slug,
    put,
)

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class Place:
    """A store, a catalogue and what publish makes of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = MemoryStore()
        self.catalogue: Catalogue = a_catalogue()

    def put(self, *records: Any) -> None:
        put(self.store, *records)

    def state(self, name: str, kind: type[Any], now: datetime = NOW) -> Any:
        publish(self.store, self.catalogue, self.folder / "record", now)
        plain = json.loads((self.folder / "record" / "state" / f"{name}.json").read_bytes())
        return (
            from_plain(kind, plain) if name == "strength" else {k: from_plain(kind, v) for k, v in plain.items()}
        )

    def members(self) -> dict[str, PublicMember]:
        found: dict[str, PublicMember] = self.state("members", PublicMember)
        return found

    def skill(self, slug: str = "bicycle-repair") -> SkillSharers:
        found: SkillSharers = self.state("skills", SkillSharers)[slug]
        return found

    def cohort(self, slug: str = "kitchen-table-budgeting-4") -> CohortState:
        found: CohortState = self.state("cohorts", CohortState)[slug]
        return found

    def strength(self) -> StrengthState:
        found: StrengthState = self.state("strength", StrengthState)
        return found


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def sharing(slug: str, *shares: Share, audience: str = "public", **changes: Any) -> Member:
    member = a_member(slug, audience=audience)
    return replace(member, entry=replace(member.entry, shares=shares), **changes)


def written(slug: str, *shares: Share, **entry: Any) -> ContentMember:
    words = Entry(slug, slug.title(), shares=shares, **entry)
    return ContentMember(words, Consent(Audience.PUBLIC, date(2026, 1, 1)))


def test_a_member_of_the_store_replaces_the_written_entry_and_withdrawal_removes_it(place: Place) -> None:
    place.catalogue = a_catalogue(members={"ada": written("ada", about="Old."), "ben": written("ben")})
    ada = a_member("ada", audience="public")
    place.put(replace(ada, entry=replace(ada.entry, about="New.")))
    assert place.members()["ada"].entry.about == "New."

    place.put(replace(ada, consents={}))

    assert set(place.members()) == {"ben"}


@pytest.mark.parametrize(
    ("standing", "there"),
    [
        (Standing.APPLICANT, False),
        (Standing.NEWCOMER, True),
        (Standing.MEMBER, True),
        (Standing.DORMANT, True),
        (Standing.LEFT, False),
    ],
)
def test_who_has_left_or_is_not_admitted_yet_has_no_entry(place: Place, standing: Standing, there: bool) -> None:
    place.put(a_member("ada", audience="public", standing=standing))

    assert ("ada" in place.members()) is there


def test_a_written_entry_nobody_in_the_store_answers_for_shows_open_skills_only(place: Place) -> None:
    shares = (a_share("bicycle-repair"), a_share("form-filling"), a_share("shared-childcare"), a_share("gone"))
    place.catalogue = a_catalogue(members={"ada": written("ada", *shares)})
    member = place.members()["ada"]

    assert [share.skill for share in member.entry.shares] == ["bicycle-repair"]
    assert member.from_content


def test_a_written_entry_without_public_consent_is_not_shown(place: Place) -> None:
    closed = ContentMember(Entry("ada", "Ada"), Consent(Audience.MEMBERS, date(2026, 1, 1)))
    place.catalogue = a_catalogue(members={"ada": closed})

    assert place.members() == {}


def test_a_safeguarded_skill_is_shown_and_counted_only_while_its_holder_is_cleared(place: Place) -> None:
    place.put(sharing("ada", a_share("shared-childcare")), *(a_member(f"voucher-{i}") for i in range(8)))
    place.put(*(a_vouch("id-ada", f"id-voucher-{i}") for i in range(4)))
    assert place.members()["ada"].entry.shares == ()
    assert place.skill("shared-childcare").named == ()

    place.put(a_check("id-ada", valid_until=TODAY))

    assert [share.skill for share in place.members()["ada"].entry.shares] == ["shared-childcare"]
    assert place.skill("shared-childcare").named == ("ada",)
    tomorrow = NOW.replace(day=24)
    assert place.state("skills", SkillSharers, tomorrow)["shared-childcare"].named == ()


def test_what_content_does_not_know_any_more_is_left_out(place: Place) -> None:
    member = a_member("ada", audience="public")
    roles = (Role("kitchen-table-budgeting", ProgramRole.ATTENDEE), Role("gone", ProgramRole.HOST))
    entry = replace(member.entry, roles=roles, invites=(Invitation("gone"), Invitation("clothes-mending")))
    place.put(replace(member, entry=entry))
    shown = place.members()["ada"].entry

    assert [role.program for role in shown.roles] == ["kitchen-table-budgeting"]
    assert [wish.skill for wish in shown.invites] == ["clothes-mending"]
    assert place.skill("clothes-mending").invited_by == ("ada",)


def test_a_zone_is_shown_from_five_members_on(place: Place) -> None:
    place.put(*(a_member(f"m-{i}", audience="public") for i in range(4)))
    assert {member.entry.zone for member in place.members().values()} == {""}

    place.put(a_member("m-4", audience="stewards"))

    assert {member.entry.zone for member in place.members().values()} == {"mill-lane"}


def test_a_skill_names_who_agreed_and_counts_the_others_from_five_on(place: Place) -> None:
    place.put(sharing("ada", a_share(level=Level.CAN_TEACH)))
    place.put(*(sharing(f"m-{i}", a_share(), audience="members") for i in range(4)))
    few = place.skill()
    place.put(sharing("m-4", a_share(), audience="stewards"), sharing("m-5", a_share(), audience="nobody"))
    enough = place.skill()

    assert (few.named, few.others, enough.named, enough.others) == (("ada",), None, ("ada",), 5)


def test_few_unnamed_teachers_cannot_be_had_by_subtraction(place: Place) -> None:
    teaching = a_share(level=Level.CAN_TEACH)
    place.put(*(sharing(f"open-{i}", teaching) for i in range(6)))
    assert place.skill().can_teach == 6
    place.put(sharing("quiet-0", teaching, audience="members"))
    assert place.skill().can_teach is None
    place.put(*(sharing(f"quiet-{i}", teaching, audience="members") for i in range(1, 5)))

    assert place.skill().can_teach == 11


def test_whoever_is_dormant_is_not_counted_as_sharing(place: Place) -> None:
    place.put(*(sharing(f"m-{i}", a_share(), audience="members", standing=Standing.DORMANT) for i in range(7)))

    assert place.skill().others == 0


def test_a_cohort_tells_no_count_below_five_not_even_by_its_free_places(place: Place) -> None:
    place.catalogue = a_catalogue(cohorts=by_slug(a_cohort(capacity=12)))
    place.put(*(a_participation(f"id-m-{i}") for i in range(4)))
    few = place.cohort()
    place.put(*(a_participation(f"id-m-{i}", state=PartState.COMPLETED) for i in range(6)))
    more = place.cohort()

    assert (few.places_left, few.enrolled, few.completed) == (12, None, 0)
    assert (more.places_left, more.enrolled, more.completed) == (6, 6, 6)


@pytest.mark.parametrize(("capacity", "left", "shown"), [(12, 12, 12), (12, 8, 12), (12, 7, 7), (3, 0, 0)])
def test_free_places_hide_the_first_four_and_say_when_it_is_full(capacity: int, left: int, shown: int) -> None:
    assert shown_places(capacity, left) == shown


def test_those_who_learnt_in_a_cohort_and_lead_since_are_counted_with_the_rest_protected(place: Place) -> None:
    first, second = "kitchen-table-budgeting-4", "kitchen-table-budgeting-5"
    for number in range(7):
        member = f"id-m-{number}"
        place.put(a_participation(member, first, state=PartState.COMPLETED))
        lead = a_participation(member, second, role=ProgramRole.PEER_MENTOR, learnt_in=first, named=number < 2)
        place.put(lead)
    place.put(a_member("m-0", audience="public"), a_member("m-1", audience="public"))

    state, next_one = place.cohort(first), place.cohort(second)

    assert state.completed_leading_since == 7
    assert [(place_.learnt_in, place_.people) for place_ in next_one.unnamed_leads] == [(first, 5)]
    assert [lead.member for lead in next_one.leads] == ["m-0", "m-1"]


def test_a_leader_is_named_by_their_own_word_and_only_with_an_entry_of_their_own(place: Place) -> None:
    written = Lead("m-3", ProgramRole.HOST), Lead("m-2", ProgramRole.FACILITATOR), Lead("gone", ProgramRole.HOST)
    place.catalogue = a_catalogue(cohorts=by_slug(a_cohort(leads=written)))
    place.put(*(a_member(f"m-{i}", audience="public") for i in (0, 2, 3)), a_member("m-1", audience="members"))
    for number, named in ((0, True), (1, True), (2, False)):
        place.put(a_participation(f"id-m-{number}", role=ProgramRole.PEER_MENTOR, named=named))

    cohort = place.cohort()

    assert [lead.member for lead in cohort.leads] == ["m-3", "m-0"]
    assert [unnamed.people for unnamed in cohort.unnamed_leads] == [None]


def test_a_playbook_counts_each_person_for_one_job_and_only_who_could_really_come(place: Place) -> None:
    slots = (Slot("bicycle-repair", 2, 4), Slot("clothes-mending", 2, 24))
    words = {"en": PlaybookWords("Flood", "High water.", "The weir is over.", "Two stewards.")}
    place.catalogue = a_catalogue(
        playbooks={"flood": Playbook("flood", words, Situation.ENVIRONMENTAL, slots, date(2027, 1, 1))}
    )
    both = (a_share("bicycle-repair"), a_share("clothes-mending"))
    time: dict[str, Any] = {"availability": Availability(date(2026, 1, 1), date(2027, 1, 1))}
    place.put(
        sharing("ada", *both, audience="nobody", **time),
        sharing("ben", a_share("bicycle-repair"), audience="members", **time),
        sharing("cy", a_share("clothes-mending", Level.LEARNING), **time),
        sharing("dee", a_share("clothes-mending"), standing=Standing.DORMANT, **time),
        sharing("eli", a_share("bicycle-repair"), **time),
        sharing("fay", a_share("clothes-mending")),
    )
    state: PlaybookState = place.state("playbooks", PlaybookState)["flood"]

    assert (state.wanted, state.covered, state.perhaps) == (4, 3, None)
    assert [(slot.wanted, slot.covered, slot.spare) for slot in state.slots] == [(2, 2, "0"), (2, 1, "0")]


def test_below_ten_active_members_only_the_number_of_exchanges_is_told(place: Place) -> None:
    place.put(*(an_exchange(f"g-{i}", f"r-{i}", on=date(2026, 10, 3)) for i in range(4)))
    few = place.strength()
    place.put(an_exchange("g-0", "r-4", on=date(2026, 10, 3)), an_exchange("r-0", "r-5", on=date(2026, 10, 3)))
    enough = place.strength()

    assert (few.exchanges, few.active, few.quarters, few.both_ways) == (4, None, None, None)
    assert (enough.exchanges, enough.active, enough.quarters, enough.both_ways) == (6, 10, 48, None)


def test_the_window_is_the_last_twelve_whole_months() -> None:
    assert twelve_months(date(2026, 11, 23)) == (date(2025, 11, 1), date(2026, 11, 1))
    assert twelve_months(date(2024, 2, 29)) == (date(2023, 2, 1), date(2024, 2, 1))


def test_who_leads_now_what_they_once_attended_is_counted(place: Place) -> None:
    first, now = a_cohort(number=1, starts=date(2026, 1, 5), ends=date(2026, 3, 1)), a_cohort(number=2)
    now = replace(now, starts=date(2026, 11, 1), ends=date(2026, 12, 20))
    place.catalogue = a_catalogue(cohorts=by_slug(first, now))
    place.put(*(an_exchange(f"g-{i}", f"r-{i}", on=date(2026, 10, 3)) for i in range(5)))
    for number in range(3):
        member = f"id-m-{number}"
        place.put(
            a_participation(member, first.slug, state=PartState.COMPLETED),
            a_participation(member, now.slug, role=ProgramRole.PEER_MENTOR, named=True),
        )

    assert place.strength().leading_now == 3


def test_a_network_of_nobody_has_a_record_too(place: Place) -> None:
    assert place.members() == {}
    assert place.strength().members == 0
    assert place.skill() == SkillSharers("bicycle-repair", (), 0, 0, ())
