"""The matching on the desk and on a member's own page: suggestions with reasons, a person decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.exchange import Intent, MatchState, Proposer, Visibility
from domain.matching import circles
from domain.people import Availability, Fluency, Language, Level, Member
from forms_api.services.matching import ON_A_PAGE
from forms_api.store.memory import MemoryStore
from tests.builders import TODAY, a_match, a_member, a_need, a_share, contents, put
from tests.forms_api.client import Browser, Page

SignIn = Callable[[Member], Browser]
DESK = "/forms/desk/matching"


def sharing(slug: str, *shares: str, **changes: object) -> Member:
    member = a_member(slug)
    entry = replace(member.entry, shares=tuple(a_share(share) for share in shares), **changes)  # type: ignore[arg-type]
    return replace(member, entry=entry)


@pytest.fixture
def helper(store: MemoryStore) -> Member:
    """Ben, who mends bicycles in Mill Lane and has Saturday mornings."""
    spoken = (Language("ar", Fluency.FIRST), Language("en", Fluency.GOOD))
    ben = sharing("ben-marsh", "bicycle-repair", languages=spoken)
    ben = replace(ben, availability=Availability(TODAY - timedelta(days=3), TODAY, ("sat morning",)))
    put(store, ben)
    return ben


def pressed(page: Page, number: int = 0) -> dict[str, str]:
    """Return what the page's button of that number to suggest something sends."""
    assert page.tree is not None
    buttons = [e for e in page.tree.iter("button") if e.get("name") == "legs"]
    return {"legs": buttons[number].get("value") or ""}


def in_arabic(need: Intent) -> Intent:
    return replace(need, language="ar", bands=("sat morning",))


def test_the_desk_names_whom_to_ring_with_reasons_and_never_who_asks(
    signed_in: SignIn, store: MemoryStore, steward: Member, helper: Member, need: Intent
) -> None:
    learner = sharing("cleo-third")
    share = a_share(level=Level.LEARNING)
    put(store, in_arabic(need), replace(learner, entry=replace(learner.entry, shares=(share,), languages=())))
    page = signed_in(steward).get(DESK)

    assert "Ben Marsh" in page.text
    for reason in (
        "can do this",
        "speaks Arabic (first language)",
        "has time: Saturday morning",
        "said 3 days ago",
    ):
        assert reason in page.text
    assert "Ada" not in page.html


def test_somebody_who_learns_the_skill_could_come_along(
    signed_in: SignIn, store: MemoryStore, steward: Member, helper: Member, need: Intent
) -> None:
    cleo = sharing("cleo-third")
    put(store, replace(cleo, entry=replace(cleo.entry, shares=(a_share(level=Level.LEARNING),))))
    mine = signed_in(steward)
    page = mine.get(DESK)
    mine.send(f"{DESK}/suggest", pressed(page))
    (match,) = contents(store)["matches"]
    told = signed_in(helper).get(f"/forms/matches/{match.id}")

    assert "Cleo Third, who is learning this, could come along" in page.text
    assert match.apprentice == cleo.id
    assert "somebody who is learning this could come along" in told.text and "Cleo" not in told.html


def test_a_steward_suggests_and_the_member_decides(
    signed_in: SignIn, store: MemoryStore, steward: Member, helper: Member, ada: Member, need: Intent
) -> None:
    put(store, in_arabic(need))
    desk, asks, helps = signed_in(steward), signed_in(ada), signed_in(helper)
    sent = desk.send(f"{DESK}/suggest", pressed(desk.get(DESK)))
    (match,) = contents(store)["matches"]
    after = desk.get(DESK)
    listed, shown, waits = helps.get("/forms/me"), helps.get(f"/forms/matches/{match.id}"), asks.get("/forms/me")
    helps.send(f"/forms/needs/{need.id}/could", message="Saturday at ten.")

    assert sent.location == f"{DESK}#need-{need.id}"
    assert (match.state, match.by, match.provider) == (MatchState.SUGGESTED, Proposer.STEWARD, helper.id)
    assert "1 member has been shown it and has not answered yet." in after.text and "Ben" not in after.text
    assert "Somebody may need just what you share." in listed.text
    assert "you speak Arabic" in shown.text and "you have time: Saturday morning" in shown.text
    assert "A steward has asked 1." in waits.text and "Ben" not in waits.html
    assert contents(store)["matches"][0].state is MatchState.OFFERED


def test_who_is_not_suggested_is_named_with_the_rule_that_stands_against_it(
    signed_in: SignIn, store: MemoryStore, steward: Member, helper: Member, need: Intent
) -> None:
    put(store, replace(need, bands=("mon night",)), a_need("id-ada-quill", "shared-childcare"))
    put(store, sharing("cleo-third", "shared-childcare"))
    page = signed_in(steward).get(DESK)

    assert "Ben Marsh: has no time then" in page.text
    assert "Cleo Third: a vouch or a check that this asks for is not there, or has run out" in page.text
    assert page.text.count("Nobody yet") == 2


SPARES = "Asking this person leaves the others free for other needs."


def test_with_all_needs_in_view_the_desk_says_whom_to_ask_so_that_the_others_stay_free(
    signed_in: SignIn, store: MemoryStore, steward: Member, helper: Member, need: Intent
) -> None:
    desk = signed_in(steward)
    alone = desk.get(DESK).text
    ada, mends = need.member, "clothes-mending"
    cleo = sharing("cleo-third", "bicycle-repair")
    both = replace(helper, entry=replace(helper.entry, shares=(a_share(), a_share(mends))))
    put(store, both, cleo, *(a_need(ada, mends, id=f"mend-{n}") for n in range(3)))
    page = desk.get(DESK)

    assert SPARES not in alone
    assert page.text.count(SPARES) == 1
    assert "Cleo Third" in page.text.split(SPARES)[0].rpartition("Suggest this to")[2]


def test_where_nobody_is_in_sight_the_desk_leads_to_a_class(
    signed_in: SignIn, steward: Member, need: Intent
) -> None:
    page = signed_in(steward).get(DESK)

    assert "Nobody is in sight for this." in page.text
    assert "/forms/proposals/new" in page.links()


def test_a_block_leaves_the_same_page_as_nobody_at_all(
    signed_in: SignIn, store: MemoryStore, steward: Member, need: Intent
) -> None:
    desk = signed_in(steward)
    without = desk.get(DESK).text
    put(store, replace(sharing("ben-marsh", "bicycle-repair"), blocked=(need.member,)))

    assert desk.get(DESK).text == without


def test_an_empty_desk_says_so(signed_in: SignIn, steward: Member) -> None:
    desk = signed_in(steward)

    assert "No need waits for an offer" in desk.get(DESK).text
    assert "None today" in desk.get(f"{DESK}/circles").text


def test_a_circle_is_told_in_words_without_a_name_and_suggested_step_by_step(
    signed_in: SignIn, store: MemoryStore, steward: Member, helper: Member, need: Intent
) -> None:
    ada = sharing("ada-quill", "clothes-mending")
    put(store, ada, a_need(helper.id, "clothes-mending"))
    desk = signed_in(steward)
    page = desk.get(f"{DESK}/circles")
    words = page.text
    sent = desk.send(f"{DESK}/suggest", pressed(page))
    made = contents(store)["matches"]

    assert sent.location == f"{DESK}/circles" and f"{DESK}/circles" in desk.get(DESK).links()
    assert "A circle of 2" in words
    assert "the need for Bicycle repair" in words and "the need for Clothes mending" in words
    assert "Ben" not in words and "Ada" not in words
    assert {match.provider for match in made} == {ada.id, helper.id}
    assert len({match.circle for match in made}) == 1 and made[0].circle


@pytest.mark.parametrize(
    ("most", "said"), [(2000, "There may be more circles than these."), (1, "More needs wait than circles can be")]
)
def test_where_not_every_circle_was_looked_for_the_page_says_so(
    signed_in: SignIn,
    store: MemoryStore,
    steward: Member,
    helper: Member,
    need: Intent,
    monkeypatch: pytest.MonkeyPatch,
    most: int,
    said: str,
) -> None:
    desk = signed_in(steward)
    before = desk.get(f"{DESK}/circles").text
    monkeypatch.setattr(circles, "ALL_UP_TO", 0)
    monkeypatch.setattr(circles, "MOST_LEGS", most)

    assert said not in before
    assert said in desk.get(f"{DESK}/circles").text


@pytest.mark.parametrize("legs", ["", "x", "a:b:c", "a:b " * 5, ":", "gone:nobody"])
def test_what_our_page_does_not_send_suggests_nothing(
    signed_in: SignIn, store: MemoryStore, steward: Member, need: Intent, legs: str
) -> None:
    answer = signed_in(steward).send(f"{DESK}/suggest", legs=legs.strip())

    assert answer.status == 404
    assert contents(store)["matches"] == []


def test_what_changed_since_the_page_was_made_is_refused_in_words(
    signed_in: SignIn, store: MemoryStore, steward: Member, helper: Member, need: Intent
) -> None:
    desk = signed_in(steward)
    fields = pressed(desk.get(DESK))
    put(
        store,
        replace(helper, availability=None, entry=replace(helper.entry, shares=(a_share("clothes-mending"),))),
    )
    answer = desk.send(f"{DESK}/suggest", fields)

    assert answer.status == 409
    assert "This no longer fits" in answer.text


def test_my_page_tells_what_i_could_meet_and_why_and_not_who_asks(
    signed_in: SignIn, store: MemoryStore, helper: Member, need: Intent
) -> None:
    put(store, in_arabic(need))
    page = signed_in(helper).get("/forms/me")

    assert "Because you can do this, you speak Arabic, you have time: Saturday morning." in page.text
    assert f"/forms/needs/{need.id}" in page.links()
    assert "Ada" not in page.html


def test_a_zone_with_few_people_is_no_reason_that_is_told(
    signed_in: SignIn, store: MemoryStore, helper: Member, need: Intent
) -> None:
    few = signed_in(helper).get("/forms/me").text
    put(store, *(a_member(f"neighbour-{n}") for n in range(5)))

    assert "you live in" not in few
    assert "you live in Mill Lane too" in signed_in(helper).get("/forms/me").text


def test_my_page_counts_who_could_help_and_names_nobody(
    signed_in: SignIn, ada: Member, helper: Member, need: Intent
) -> None:
    page = signed_in(ada).get("/forms/me")

    assert "1 member could help with this." in page.text
    assert "Ben" not in page.html


def test_a_need_for_stewards_alone_is_on_no_members_page(
    signed_in: SignIn, store: MemoryStore, helper: Member, need: Intent
) -> None:
    put(store, replace(need, visibility=Visibility.STEWARDS))

    assert "What could come together" not in signed_in(helper).get("/forms/me").text


def test_a_need_i_offered_to_meet_is_not_suggested_to_me_again(
    signed_in: SignIn, store: MemoryStore, helper: Member, need: Intent
) -> None:
    put(store, a_match(need, helper.id))

    assert "What could come together" not in signed_in(helper).get("/forms/me").text


@pytest.mark.parametrize("language", ["es", "ar"])
def test_the_pages_speak_every_language(
    signed_in: SignIn, steward: Member, helper: Member, need: Intent, language: str
) -> None:
    assert signed_in(steward).get(f"{DESK}?lang={language}").status == 200
    assert signed_in(steward).get(f"{DESK}/circles?lang={language}").status == 200
    assert signed_in(helper).get(f"/forms/me?lang={language}").status == 200


def test_the_desk_leads_here(signed_in: SignIn, steward: Member) -> None:
    assert DESK in signed_in(steward).get("/forms/desk").links()


def test_many_needs_stand_on_several_pages(
    signed_in: SignIn, store: MemoryStore, steward: Member, ada: Member
) -> None:
    put(store, *(a_need(ada.id, id=f"need-{n:02}") for n in range(ON_A_PAGE + 1)))
    desk = signed_in(steward)
    first, second = desk.get(DESK), desk.get(f"{DESK}?page=2")

    assert f"{DESK}?page=2" in first.links() and f"{DESK}?page=1" not in first.links()
    assert f"{DESK}?page=1" in second.links() and f"{DESK}?page=3" not in second.links()
    assert first.html.count('id="need-') == ON_A_PAGE and second.html.count('id="need-') == 1


@pytest.mark.parametrize("page", ["0", "-3", "x", "99999999999999999999", "²"])
def test_a_page_that_is_not_there_is_a_page_all_the_same(
    signed_in: SignIn, steward: Member, need: Intent, page: str
) -> None:
    assert signed_in(steward).get(f"{DESK}?page={page}").status == 200
