"""Joining a cohort, waiting for a place, leading, completing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask

from domain.catalogue import Catalogue
from domain.people import Audience, Member, ProgramRole, Standing
from domain.programs import InvitationState, PartState
from forms_api.services import programs
from forms_api.store.memory import MemoryStore
from tests.builders import NOW, a_cohort, a_member, a_participation, by_slug, consents, contents, put
from tests.forms_api.client import Browser, Clock
from tests.forms_api.in_a_cohort import COHORT, COMPLETE, JOIN, LIST, SignIn, a_leader, fill, invited, part_of


@pytest.fixture
def running(clock: Clock) -> Clock:
    """Let the cohort have begun."""
    clock.tick(days=25)
    return clock


def test_a_stranger_is_asked_to_sign_in_first(browser: Browser) -> None:
    page = browser.get(JOIN)

    assert (page.status, page.location) == (303, f"/forms/sign-in?next={JOIN}")


def test_a_cohort_with_free_places_takes_whoever_joins(store: MemoryStore, signed_in: SignIn, ada: Member) -> None:
    browser = signed_in(ada)
    before = browser.get(JOIN)
    after = browser.follow(browser.send(JOIN))

    assert "3 of 3 places are free" in before.text
    assert "You have a place" in after.text
    assert part_of(store, ada).state is PartState.ENROLLED


def test_joining_twice_is_joining_once(store: MemoryStore, signed_in: SignIn, ada: Member) -> None:
    browser = signed_in(ada)
    first, second = browser.send(JOIN), browser.send(JOIN)

    assert (first.status, second.status) == (303, 303)
    assert part_of(store, ada).state is PartState.ENROLLED


def test_a_full_cohort_has_a_waiting_list_in_the_order_of_asking(
    store: MemoryStore, signed_in: SignIn, clock: Clock, ada: Member, ben: Member
) -> None:
    fill(store)
    signed_in(ada).send(JOIN)
    clock.tick(minutes=1)
    offered = signed_in(ben).get(JOIN)
    page = signed_in(ben).follow(signed_in(ben).send(JOIN))

    assert "All places are taken" in offered.text
    assert "1 person is waiting already" in offered.text
    assert "You are on the waiting list" in page.text
    assert "1 person waits longer than you" in page.text
    assert part_of(store, ada).state is PartState.WAITING


def test_a_place_given_back_goes_to_whoever_waited_longest(
    store: MemoryStore, signed_in: SignIn, clock: Clock, ada: Member, ben: Member
) -> None:
    fill(store, 2)
    chris = a_member("chris-holt")
    for member in (chris, ada, ben):
        signed_in(member).send(JOIN)
        clock.tick(minutes=1)
    page = signed_in(chris).send(f"/forms/cohorts/{COHORT}/leave")

    assert page.status == 303
    assert part_of(store, chris).state is PartState.LEFT
    assert part_of(store, ada).state is PartState.ENROLLED
    assert part_of(store, ben).state is PartState.WAITING


def test_places_that_a_larger_room_brings_are_for_those_who_wait_already(
    store: MemoryStore, catalogue: Catalogue, ada: Member, ben: Member
) -> None:
    fill(store)
    programs.join(store, catalogue, COHORT, ada.id, NOW)
    larger = replace(catalogue, cohorts=by_slug(a_cohort(capacity=4)))
    programs.join(store, larger, COHORT, ben.id, NOW + timedelta(hours=1))

    assert part_of(store, ada).state is PartState.ENROLLED
    assert part_of(store, ben).state is PartState.WAITING


def test_who_left_may_join_again(store: MemoryStore, signed_in: SignIn, ada: Member) -> None:
    browser = signed_in(ada)
    browser.send(JOIN)
    left = browser.follow(browser.send(f"/forms/cohorts/{COHORT}/leave"))
    browser.send(JOIN)

    assert "3 of 3 places are free" in left.text
    assert part_of(store, ada).state is PartState.ENROLLED


def test_two_who_ask_for_the_last_place_at_once_are_one_enrolled_and_one_waiting(
    app: Flask, store: MemoryStore, signed_in: SignIn, clock: Clock
) -> None:
    fill(store, 2)
    people = [a_member(f"member-{number:02}") for number in range(12)]
    browsers = [signed_in(member) for member in people]
    tokens = [browser.token() for browser in browsers]
    together = Barrier(len(people))

    def ask(browser: Browser, token: str) -> None:
        together.wait()
        browser.raw.post(JOIN, data={"csrf_token": token})

    threads = [Thread(target=ask, args=pair) for pair in zip(browsers, tokens, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    states = [part_of(store, member).state for member in people]

    assert states.count(PartState.ENROLLED) == 1
    assert states.count(PartState.WAITING) == 11


def test_a_cohort_that_is_over_takes_nobody(
    store: MemoryStore, signed_in: SignIn, clock: Clock, ada: Member
) -> None:
    clock.tick(days=56)
    browser = signed_in(ada)
    page = browser.get(JOIN)
    refused = browser.send(JOIN)

    assert "This cohort is over" in page.text
    assert f"{LIST}/join" not in [form["action"] for form in page.forms()]
    assert refused.status == 409
    assert contents(store)["participations"] == []


def test_an_applicant_is_told_why_not_yet(store: MemoryStore, signed_in: SignIn) -> None:
    page = signed_in(a_member("new-comer", standing=Standing.APPLICANT)).send(JOIN)

    assert page.status == 403
    assert contents(store)["participations"] == []


@pytest.mark.parametrize("path", ["nowhere", "..", "kitchen-table-budgeting-4%00", "a" * 300])
def test_a_cohort_that_is_not_there_is_said_to_be_missing(signed_in: SignIn, ada: Member, path: str) -> None:
    browser = signed_in(ada)

    assert browser.get(f"/forms/cohorts/{path}/join").status == 404
    assert browser.get(f"/forms/cohorts/{path}").status == 404
    assert browser.send(f"/forms/cohorts/{path}/leave").status == 404


def test_the_list_is_for_those_who_lead_and_for_stewards(
    store: MemoryStore, signed_in: SignIn, ada: Member, ben: Member, steward: Member
) -> None:
    a_leader(store, ben)
    put(store, a_participation(ada.id))

    assert signed_in(ada).get(LIST).status == 403
    assert signed_in(ada).send(COMPLETE, people=part_of(store, ada).id, sure="yes").status == 403
    assert "Ada Quill" in signed_in(ben).get(LIST).text
    assert "Ada Quill" in signed_in(steward).get(LIST).text
    assert LIST in signed_in(ben).get(JOIN).links()


@pytest.mark.parametrize(
    ("open_to", "leader_reads", "steward_reads"),
    [
        (Audience.NOBODY, False, False),
        (Audience.STEWARDS, False, True),
        (Audience.MATCHED, False, True),
        (Audience.MEMBERS, True, True),
    ],
)
def test_a_name_stands_on_the_list_as_its_owner_opened_it(
    store: MemoryStore,
    signed_in: SignIn,
    ben: Member,
    steward: Member,
    open_to: Audience,
    leader_reads: bool,
    steward_reads: bool,
) -> None:
    shy = a_member("zoe-quiet", consents=consents(name=open_to))
    put(store, shy, a_participation(shy.id))
    a_leader(store, ben)

    assert ("Zoe Quiet" in signed_in(ben).get(LIST).html) is leader_reads
    assert ("Zoe Quiet" in signed_in(steward).get(LIST).html) is steward_reads


def test_completion_is_marked_for_several_after_a_second_look(
    store: MemoryStore, signed_in: SignIn, running: Clock, ada: Member, ben: Member
) -> None:
    chris = a_member("chris-holt")
    put(store, chris, a_participation(ada.id), a_participation(chris.id, state=PartState.ATTENDING))
    a_leader(store, ben)
    browser = signed_in(ben)
    ticked = {"people": [part_of(store, ada).id, part_of(store, chris).id]}
    check = browser.send(COMPLETE, ticked)
    nothing_yet = part_of(store, ada).state
    sent = check.forms()[0]["fields"]
    done = browser.follow(browser.send(COMPLETE, sent))

    assert "Ada Quill" in check.text
    assert nothing_yet is PartState.ENROLLED
    assert sent["people"] == ticked["people"]
    for member in (ada, chris):
        assert part_of(store, member).state is PartState.COMPLETED
        assert part_of(store, member).invitation is InvitationState.SENT
    assert done.text.count("invited") == 2


def test_completion_sent_twice_is_marked_once(
    store: MemoryStore, signed_in: SignIn, running: Clock, ada: Member, ben: Member
) -> None:
    put(store, a_participation(ada.id))
    a_leader(store, ben)
    browser = signed_in(ben)
    sent = {"people": [part_of(store, ada).id], "sure": "yes"}
    browser.send(COMPLETE, sent)
    first = part_of(store, ada)
    running.tick(minutes=1)
    again = browser.send(COMPLETE, sent)

    assert again.status == 303
    assert part_of(store, ada) == first


@pytest.mark.parametrize("people", [[], ["nobody"], ["other", "x" * 3000], ["'\"><script>alert(1)</script>"]])
def test_who_is_not_on_the_list_is_refused_in_words(
    store: MemoryStore, signed_in: SignIn, running: Clock, ada: Member, ben: Member, people: list[str]
) -> None:
    put(store, a_participation(ada.id))
    a_leader(store, ben)
    before = contents(store)["participations"]
    page = signed_in(ben).send(COMPLETE, {"people": people, "sure": "yes"})

    assert page.errors == ["Tick everybody who has completed the cohort"]
    assert "<script" not in page.html
    assert contents(store)["participations"] == before


def test_nobody_marks_their_own_completion(
    store: MemoryStore, signed_in: SignIn, running: Clock, steward: Member, ada: Member
) -> None:
    put(store, a_participation(steward.id))
    browser = signed_in(steward)
    alone = browser.send(COMPLETE, {"people": [part_of(store, steward).id], "sure": "yes"})
    put(store, ada, a_participation(ada.id))
    together = browser.send(COMPLETE, {"people": [part_of(store, m).id for m in (ada, steward)], "sure": "yes"})

    assert alone.status == 303
    assert together.errors == ["Tick everybody who has completed the cohort"]
    assert part_of(store, steward).state is PartState.ENROLLED
    assert part_of(store, ada).state is PartState.ENROLLED


def test_completion_cannot_be_marked_before_the_cohort_begins(
    store: MemoryStore, signed_in: SignIn, ada: Member, ben: Member
) -> None:
    put(store, a_participation(ada.id))
    a_leader(store, ben)
    browser = signed_in(ben)
    page = browser.get(LIST)
    refused = browser.send(COMPLETE, {"people": [part_of(store, ada).id], "sure": "yes"})

    assert "once the cohort has begun" in page.text
    assert refused.status == 409
    assert part_of(store, ada).state is PartState.ENROLLED


def test_looking_at_the_pages_changes_nothing(
    store: MemoryStore, signed_in: SignIn, running: Clock, ada: Member, ben: Member
) -> None:
    path = invited(store, ada)
    a_leader(store, ben)
    put(store, a_participation(ben.id, role=ProgramRole.ATTENDEE, id="part-two"))
    browsers = [signed_in(ada), signed_in(ben)]
    before = contents(store)
    for browser in browsers:
        for page in (JOIN, LIST, path, f"{JOIN}?lang=ar", f"{LIST}?lang=es"):
            browser.get(page)

    assert contents(store) == before


@pytest.mark.parametrize("path", [JOIN, f"{LIST}/leave", COMPLETE, f"{LIST}/name"])
def test_nothing_is_taken_without_a_token(store: MemoryStore, signed_in: SignIn, ada: Member, path: str) -> None:
    lead = a_leader(store, ada)
    response = signed_in(ada).raw.post(path, data={"people": lead.id, "sure": "yes", "named": "y"})

    assert response.status_code == 400
    assert part_of(store, ada) == lead


def test_a_name_that_looks_like_markup_is_shown_as_it_is_written(
    store: MemoryStore, signed_in: SignIn, running: Clock, ben: Member
) -> None:
    odd = a_member("odd-name")
    odd = replace(odd, entry=replace(odd.entry, name="<img src=x onerror=alert(1)>{{7*7}}"))
    put(store, odd, a_participation(odd.id), a_participation("gone", since=NOW - timedelta(days=1)))
    a_leader(store, ben)
    browser = signed_in(ben)
    page = browser.get(LIST)
    check = browser.send(COMPLETE, {"people": [part_of(store, odd).id]})

    for answer in (page, check):
        assert "<img src=x onerror=alert(1)>{{7*7}}" in answer.text
        assert "<img" not in answer.html
