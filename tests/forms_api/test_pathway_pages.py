"""Pages of the way through a program: attendance, the sheet, mentors, roles, and being told of a place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from domain.catalogue import Catalogue
from domain.pathways import Attendance, Mentoring
from domain.people import Audience, Fluency, Language, Member, ProgramRole
from domain.programs import InvitationState, PartState
from forms_api.store.memory import MemoryStore
from tests.builders import NOW, TODAY, a_member, a_participation, put
from tests.forms_api.client import Browser, Clock
from tests.forms_api.in_a_cohort import fill
from tests.forms_api.services.paths import FIRST, LEADER, NEXT, PROGRAM, RUNS, attends, part_now, with_leader
from tests.forms_api.services.paths import catalogue as running_catalogue
from tests.forms_api.test_sign_in import mails

SignIn = Callable[[Member], Browser]
ATTENDANCE = f"/forms/cohorts/{RUNS}/attendance"
LIST = f"/forms/cohorts/{RUNS}"
MENTOR = f"/forms/cohorts/{RUNS}/mentor"
SAY = f"/forms/mentoring/{PROGRAM}"


@pytest.fixture
def catalogue() -> Catalogue:
    return running_catalogue()


@pytest.fixture
def leader(store: MemoryStore) -> Member:
    return with_leader(store)


def member_of(part: object) -> Member:
    return a_member(part.member.removeprefix("id-"))  # type: ignore[attr-defined]


def test_who_leads_marks_who_was_there_and_goes_on(store: MemoryStore, signed_in: SignIn, leader: Member) -> None:
    ada, bo = attends(store, "ada"), attends(store, "bo")
    browser = signed_in(leader)
    opened = browser.get(ATTENDANCE)
    saved = browser.send(ATTENDANCE, {"on": FIRST.isoformat(), "people": [ada.id]})
    after = browser.follow(saved)

    assert "Thursday 5 November 2026" in opened.text
    assert "Ada Bo" in opened.text
    assert saved.status == 303
    assert "Saved." in after.text
    assert "1 was there" in after.text
    assert part_now(store, ada).state is PartState.ATTENDING
    assert part_now(store, bo).state is PartState.ENROLLED


def test_nobody_came_is_an_answer_too(store: MemoryStore, signed_in: SignIn, leader: Member) -> None:
    attends(store, "ada")
    page = signed_in(leader).follow(signed_in(leader).send(ATTENDANCE, {"on": FIRST.isoformat()}))

    assert "0 were there" in page.text


def test_a_list_saved_meanwhile_is_shown_and_what_was_ticked_is_kept(
    store: MemoryStore, signed_in: SignIn, leader: Member
) -> None:
    ada, bo = attends(store, "ada"), attends(store, "bo")
    browser = signed_in(leader)
    put(store, Attendance("theirs", RUNS, FIRST, (bo.id,), "id-other", NOW))
    refused = browser.send(ATTENDANCE, {"on": FIRST.isoformat(), "seen": "", "people": [ada.id]})
    (form,) = [form for form in refused.forms() if "people" in str(form)]
    again = browser.send(ATTENDANCE, {"on": FIRST.isoformat(), "seen": NOW.isoformat(), "people": [ada.id]})

    assert refused.status == 200
    assert "Somebody else saved this day meanwhile" in refused.text
    assert "Bo on the list that was saved meanwhile" in refused.text
    assert NOW.isoformat() in str(form)
    assert again.status == 303


@pytest.mark.parametrize("on", ["", "rubbish", "2026-11-06"])
def test_a_day_that_is_none_of_the_cohorts_stores_nothing(
    store: MemoryStore, signed_in: SignIn, leader: Member, on: str
) -> None:
    ada = attends(store, "ada")
    page = signed_in(leader).send(ATTENDANCE, {"on": on, "people": [ada.id]})

    assert page.status in (200, 409)
    with store.unit() as unit:
        assert not list(unit.attendance)


def test_somebody_who_is_not_on_the_list_is_told_at_the_field(
    store: MemoryStore, signed_in: SignIn, leader: Member
) -> None:
    attends(store, "ada")
    page = signed_in(leader).send(ATTENDANCE, {"on": FIRST.isoformat(), "people": ["somebody"]})

    assert page.errors == ["Somebody left the cohort meanwhile. Look at the list again."]


def test_the_register_is_for_those_who_lead(store: MemoryStore, signed_in: SignIn, leader: Member) -> None:
    browser = signed_in(member_of(attends(store, "ada")))

    for path in (ATTENDANCE, f"/forms/cohorts/{RUNS}/sheet"):
        assert browser.get(path).status == 403
    assert browser.send(ATTENDANCE, {"on": FIRST.isoformat()}).status == 403


def test_a_cohort_that_has_not_met_says_when_it_will(
    store: MemoryStore, signed_in: SignIn, leader: Member
) -> None:
    put(store, a_participation(LEADER, NEXT, role=ProgramRole.FACILITATOR))
    page = signed_in(leader).get(f"/forms/cohorts/{NEXT}/attendance")

    assert "The cohort meets for the first time on" in page.text


def test_a_meeting_ahead_cannot_be_ticked_yet(store: MemoryStore, signed_in: SignIn, leader: Member) -> None:
    attends(store, "ada")
    page = signed_in(leader).get(f"{ATTENDANCE}?on={FIRST + timedelta(days=28)}")

    assert "That day has not come yet" in page.text
    assert page.tree is not None
    assert "Save who was there" not in page.text


def test_a_cohort_without_anybody_says_so(signed_in: SignIn, leader: Member) -> None:
    assert "Nobody has a place yet" in signed_in(leader).get(ATTENDANCE).text


def test_the_sheet_has_first_names_by_consent_and_lines_for_the_others(
    store: MemoryStore, signed_in: SignIn, leader: Member
) -> None:
    attends(store, "ada-quill")
    hidden = a_member("nora-closed", audience=Audience.STEWARDS)
    put(store, hidden, a_participation(hidden.id, RUNS))
    page = signed_in(leader).get(f"/forms/cohorts/{RUNS}/sheet")

    assert "Ada" in page.text
    assert "Quill" not in page.text
    assert "Nora" not in page.text
    assert page.text.count("An empty line") == 4


def test_the_list_says_what_attendance_suggests_and_lets_a_completion_be_taken_back(
    store: MemoryStore, signed_in: SignIn, leader: Member
) -> None:
    ada = attends(store, "ada")
    for week in range(4):
        put(store, Attendance(f"w{week}", RUNS, FIRST + timedelta(days=7 * week), (ada.id,), LEADER, NOW))
    browser = signed_in(leader)
    before = browser.get(LIST)
    browser.send(f"{LIST}/complete", {"people": [ada.id], "sure": "yes"})
    marked = browser.get(LIST)
    browser.send(f"{LIST}/undo/{ada.id}")

    assert "at 4 of 6 meetings · suggested" in before.text
    assert "Take this back" in marked.text
    assert part_now(store, ada).state is PartState.ATTENDING
    assert part_now(store, ada).invitation is InvitationState.NONE


def test_an_apprentice_becomes_a_peer_mentor_when_those_who_lead_say_so(
    store: MemoryStore, signed_in: SignIn, leader: Member
) -> None:
    beside = attends(store, "ada", role=ProgramRole.APPRENTICE)
    browser = signed_in(leader)
    page = browser.get(LIST)
    browser.send(f"{LIST}/role/{beside.id}/peer-mentor")

    assert "From now on: peer mentor" in page.text
    assert part_now(store, beside).role is ProgramRole.PEER_MENTOR
    assert browser.send(f"{LIST}/role/{beside.id}/queen").status == 404


def test_an_apprentice_sees_the_cohort_but_no_list(store: MemoryStore, signed_in: SignIn, leader: Member) -> None:
    beside = signed_in(member_of(attends(store, "ada", role=ProgramRole.APPRENTICE)))
    page = beside.get(f"{LIST}/join")

    assert "You help lead this cohort, as apprentice." in page.text
    assert "Who is in it" not in page.text
    assert beside.get(LIST).status == 403


def test_who_is_invited_may_come_along_as_an_apprentice(
    store: MemoryStore, signed_in: SignIn, leader: Member
) -> None:
    ada = attends(store, "ada", state=PartState.COMPLETED, invitation=InvitationState.SENT)
    page = signed_in(member_of(ada)).send(f"/forms/invitations/{ada.id}", answer="apprentice")
    with store.unit() as unit:
        (lead,) = unit.participations.where(cohort=NEXT, member=ada.member)

    assert (page.status, page.location) == (303, f"/forms/cohorts/{NEXT}/join")
    assert lead.role is ProgramRole.APPRENTICE


def test_who_leads_gives_the_role_back_with_one_press(
    store: MemoryStore, signed_in: SignIn, leader: Member
) -> None:
    browser = signed_in(leader)
    page = browser.follow(browser.send(f"{LIST}/step-down"))

    assert "You help lead this cohort" not in page.text
    assert browser.get(LIST).status == 403


def test_a_mentor_says_how_many_and_a_learner_asks_and_either_lets_go(
    store: MemoryStore, signed_in: SignIn, leader: Member
) -> None:
    ada = attends(store, "ada")
    mentor, learner = signed_in(leader), signed_in(member_of(ada))
    mentor.send(SAY, capacity="1", accepting="accepting", named="y")
    with store.unit() as unit:
        (said,) = unit.mentoring
    offered = learner.get(f"{LIST}/join")
    asked = learner.follow(learner.send(MENTOR, mentor=said.id))
    seen = mentor.get("/forms/mentoring")
    mentor.send(f"/forms/mentoring/let-go/{ada.id}")

    assert said.named
    assert "1 peer mentor takes learners on now." in offered.text
    assert "Lena walks beside you in this cohort" in asked.text
    assert "accepting now 1 learner at once" in seen.text
    assert "Ada cohort 4" in seen.text
    assert part_now(store, ada).mentor == ""


def test_what_a_mentor_said_stands_in_the_form(store: MemoryStore, signed_in: SignIn, leader: Member) -> None:
    put(store, Mentoring("said", LEADER, PROGRAM, 3, accepting=False, said_at=NOW, named=True))
    page = signed_in(leader).get(SAY)

    assert "Not at present" in page.text
    assert signed_in(leader).get("/forms/mentoring").text.count("paused") == 1


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"capacity": "2"}, "Choose whether new learners may ask you"),
        ({"capacity": "99", "accepting": "accepting"}, "Choose one from the list"),
    ],
)
def test_a_mistake_about_learners_is_told(
    store: MemoryStore, signed_in: SignIn, leader: Member, fields: dict[str, str], says: str
) -> None:
    page = signed_in(leader).send(SAY, fields)

    assert page.errors == [says]
    with store.unit() as unit:
        assert not list(unit.mentoring)


def test_who_has_never_led_is_shown_the_way_there(store: MemoryStore, signed_in: SignIn, ada: Member) -> None:
    browser = signed_in(ada)

    assert browser.get(SAY).status == 403
    assert "Whoever completes a cohort is invited" in browser.get("/forms/mentoring").text


def test_without_a_mentor_with_a_place_the_page_says_who_else_is_there(
    store: MemoryStore, signed_in: SignIn, leader: Member, ada: Member
) -> None:
    learner = member_of(attends(store, "bo"))

    assert "No mentor has a place just now" in signed_in(learner).get(MENTOR).text
    assert "Join the cohort first" in signed_in(ada).get(MENTOR).text


def test_nobody_chosen_is_told_and_a_second_mentor_is_not_offered(
    store: MemoryStore, signed_in: SignIn, leader: Member
) -> None:
    put(store, Mentoring("said", LEADER, PROGRAM, 2, accepting=True, said_at=NOW))
    attends(store, "ada")
    attends(store, "bo", mentor=LEADER)

    assert signed_in(a_member("ada")).send(MENTOR).errors == ["Choose somebody from the list"]
    assert "Somebody walks beside you already" in signed_in(a_member("bo")).get(MENTOR).text


def test_who_moves_up_is_told_by_mail_in_their_language_and_on_their_page(
    app: Flask, store: MemoryStore, signed_in: SignIn, clock: Clock, ada: Member, ben: Member
) -> None:
    speaks = replace(ben, entry=replace(ben.entry, languages=(Language("es", Fluency.FIRST),)))
    put(store, speaks)
    fill_next(store)
    leaves, waits = signed_in(ada), signed_in(speaks)
    leaves.send(f"/forms/cohorts/{NEXT}/join")
    waits.send(f"/forms/cohorts/{NEXT}/join")
    clock.tick(hours=1)
    leaves.send(f"/forms/cohorts/{NEXT}/leave")
    (mail,) = mails(waits)

    assert mail["To"] == ben.email
    assert f"https://weirside.example/forms/cohorts/{NEXT}/join" in mail.get_content()
    assert "Hello" not in mail.get_content()
    assert "You have a place now" in waits.get("/forms/me").text
    clock.tick(days=15)
    assert "You have a place now" not in signed_in(speaks).get("/forms/me").text


def test_who_has_no_mail_reads_it_on_their_page_alone(
    store: MemoryStore, signed_in: SignIn, clock: Clock, ada: Member, ben: Member
) -> None:
    put(store, replace(ben, email=""))
    fill_next(store)
    leaves, waits = signed_in(ada), signed_in(replace(ben, email=""))
    leaves.send(f"/forms/cohorts/{NEXT}/join")
    waits.send(f"/forms/cohorts/{NEXT}/join")
    clock.tick(hours=1)
    leaves.send(f"/forms/cohorts/{NEXT}/leave")

    assert mails(waits) == []
    assert "You have a place now" in waits.get("/forms/me").text


def fill_next(store: MemoryStore) -> None:
    fill(store, 0)
    put(store, *(a_participation(f"other-{number}", NEXT) for number in range(2)))


def test_my_page_names_the_step_that_is_next_in_each_program(
    store: MemoryStore, signed_in: SignIn, leader: Member
) -> None:
    ada = attends(store, "ada", state=PartState.COMPLETED, invitation=InvitationState.SENT)
    graduate = signed_in(member_of(ada)).get("/forms/me")
    leads = signed_in(leader).get("/forms/me")

    assert f"the next one begins on {_weekday()}" in graduate.text
    assert "Help lead it?" in graduate.text
    assert "You help lead it, as facilitator. It meets next on Thursday 26 November 2026." in leads.text
    assert "Mark who was there on 5 Nov 2026" in leads.text
    assert "Learners may ask you to walk beside them" in leads.text


def _weekday() -> str:
    return f"{TODAY + timedelta(days=52):%A}"
