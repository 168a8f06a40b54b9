"""The invitation to help lead the next cohort: accepted, answered with not now, waiting."""

from __future__ import annotations

import pytest

from domain.people import Member, ProgramRole
from domain.programs import InvitationState, PartState
from forms_api.store.memory import MemoryStore
from tests.builders import a_participation, contents, put
from tests.forms_api.in_a_cohort import COHORT, LIST, NEXT, SignIn, a_leader, invited, part_of


def test_who_accepts_helps_lead_the_next_cohort_and_says_whether_their_name_is_shown(
    store: MemoryStore, signed_in: SignIn, ada: Member
) -> None:
    path = invited(store, ada)
    browser = signed_in(ada)
    shown = browser.get(path)
    page = browser.follow(browser.send(path, answer="accept", named="y"))
    lead = part_of(store, ada, NEXT)

    assert "cohort 5" in shown.text
    assert shown.forms()[0]["fields"].get("answer") is None
    assert (lead.role, lead.learnt_in, lead.named) == (ProgramRole.PEER_MENTOR, COHORT, True)
    assert part_of(store, ada).invitation is InvitationState.ACCEPTED
    assert "You help lead this cohort, as peer mentor. You learnt it in cohort 4." in page.text


def test_who_accepts_without_a_word_on_their_name_is_not_named(
    store: MemoryStore, signed_in: SignIn, ada: Member
) -> None:
    path = invited(store, ada)
    signed_in(ada).send(path, answer="accept")

    assert part_of(store, ada, NEXT).named is False


def test_the_name_can_be_shown_and_taken_off_later(store: MemoryStore, signed_in: SignIn, ada: Member) -> None:
    a_leader(store, ada)
    browser = signed_in(ada)
    browser.send(f"{LIST}/name", named="y")
    shown = part_of(store, ada).named
    browser.send(f"{LIST}/name")

    assert shown is True
    assert part_of(store, ada).named is False


def test_not_now_ends_it_and_may_become_yes_later(store: MemoryStore, signed_in: SignIn, ada: Member) -> None:
    path = invited(store, ada)
    browser = signed_in(ada)
    page = browser.follow(browser.send(path, answer="not now"))
    said = part_of(store, ada).invitation
    browser.send(path, answer="accept")

    assert "nobody asks again" in page.text
    assert said is InvitationState.NOT_NOW
    assert part_of(store, ada, NEXT).role is ProgramRole.PEER_MENTOR


@pytest.mark.parametrize("answer", ["", "maybe", "x" * 5000, "<b>accept</b>"])
def test_an_answer_that_is_none_is_refused_and_the_rest_is_kept(
    store: MemoryStore, signed_in: SignIn, ada: Member, answer: str
) -> None:
    path = invited(store, ada)
    before = contents(store)["participations"]
    page = signed_in(ada).send(path, answer=answer, named="y")

    assert page.errors == ["Choose yes or not now"]
    assert page.forms()[0]["fields"]["named"] == ["y"]
    assert "<b>accept" not in page.html
    assert contents(store)["participations"] == before


def test_an_invitation_waits_while_the_next_cohort_is_not_planned(
    store: MemoryStore, signed_in: SignIn, ada: Member
) -> None:
    part = a_participation(ada.id, NEXT, state=PartState.COMPLETED, invitation=InvitationState.SENT)
    put(store, part)
    browser = signed_in(ada)
    page = browser.get(f"/forms/invitations/{part.id}")
    refused = browser.send(f"/forms/invitations/{part.id}", answer="accept")

    assert "not planned yet" in page.text
    assert refused.status == 409
    assert part_of(store, ada, NEXT).invitation is InvitationState.SENT


def test_an_invitation_is_for_the_one_invited(
    store: MemoryStore, signed_in: SignIn, ada: Member, ben: Member
) -> None:
    path = invited(store, ada)
    browser = signed_in(ben)

    assert browser.get(path).status == 404
    assert browser.send(path, answer="accept").status == 404
    assert browser.get("/forms/invitations/nothing").status == 404
