"""By another hand: who may act for whom, what it leaves behind, and what nobody does for another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.exchange import Exchange, Intent
from domain.mandates import Mandate
from domain.people import Member, Standing
from forms_api.auth.csrf import FIELD
from forms_api.store.memory import MemoryStore
from tests.builders import TODAY, a_member, a_need, a_share, a_vouch, an_exchange, contents, put
from tests.forms_api.client import Browser, Clock, Page

SignIn = Callable[[Member], Browser]


@pytest.fixture
def walter(store: MemoryStore) -> Member:
    """A member who tells others what to enter."""
    member = a_member("walter-brook", entry=replace(a_member("walter-brook").entry, name="Walter Brook"))
    put(store, member)
    return member


@pytest.fixture
def mandate(store: MemoryStore, walter: Member, ada: Member) -> Mandate:
    """Walter's word that Ada may act for him."""
    made = Mandate("mandate", walter.id, ada.id, TODAY, TODAY + timedelta(days=365), walter.id)
    put(store, made)
    return made


def begin(browser: Browser, member: Member, way: str = "phone") -> Page:
    """Let the browser act for *member*, and send its further forms from pages shown for them."""
    answer = browser.send("/forms/acting", member=member.id, way=way)
    if answer.status == 303:
        browser.acting_for = member.id
    return answer


def acted(store: MemoryStore) -> list[tuple[str, str, str, str]]:
    """Return for whom, by whom, what and how told, of every row."""
    return [(row.member, row.by, row.act, row.way) for row in contents(store)["acted"]]


def share(browser: Browser, nonce: str = "n" * 32) -> Page:
    """Ask for a bicycle to be mended, as the page that shows the answers sends it."""
    form = next(f for f in browser.get("/forms/share").forms() if "need-skill" in f["fields"])
    fields = {name: values for name, values in form["fields"].items() if name != FIELD}
    fields |= {"need-skill": "bicycle-repair", "step": "store", "nonce": nonce}
    return browser.send("/forms/share", fields)


def test_a_helper_with_a_mandate_acts_for_its_member_and_every_page_says_so(
    signed_in: SignIn, store: MemoryStore, mandate: Mandate, walter: Member, ada: Member
) -> None:
    browser = signed_in(ada)
    assert "Walter Brook" in browser.get("/forms/acting").text

    assert begin(browser, walter).location.endswith("/forms/me")
    for path in ("/forms/me", "/forms/needs", "/forms/entry", "/forms/share"):
        assert "You are entering this for Walter Brook, as told by telephone." in said_above(browser.get(path))
    assert share(browser).status == 303

    (intent,) = contents(store)["intents"]
    assert intent.member == walter.id
    assert acted(store) == [(walter.id, ada.id, "share.compose", "phone")]
    assert contents(store)["acted"][0].subject == f"intents/{intent.id}"


def said_above(page: Page) -> str:
    assert page.tree is not None
    bars = [e for e in page.tree.iter("aside") if e.get("aria-label") == "By another hand"]
    return " ".join("".join(bar.itertext()) for bar in bars)


def test_the_member_reads_what_was_entered_by_whom_and_how_it_was_told(
    signed_in: SignIn, mandate: Mandate, walter: Member, ada: Member
) -> None:
    helper = signed_in(ada)
    begin(helper, walter, "paper")
    share(helper)

    own = signed_in(walter)
    for page in (own.get("/forms/me"), own.get("/forms/acting/entered")):
        assert "An offer or a need was placed" in page.text
        assert "Entered by Ada · On paper" in page.text


def test_a_helper_whose_name_is_closed_is_told_of_without_it_and_a_steward_as_a_steward(
    signed_in: SignIn, store: MemoryStore, mandate: Mandate, walter: Member, ada: Member, steward: Member
) -> None:
    put(store, replace(ada, consents={}))
    for who in (ada, steward):
        browser = signed_in(who)
        begin(browser, walter)
        share(browser, who.id)

    text = signed_in(walter).get("/forms/acting/entered").text
    assert "Entered by your helper" in text and "Entered by a steward" in text
    assert "Ada" not in text and "Stella" not in text


def test_a_steward_acts_for_anybody_on_the_roll_and_the_desk_shows_it(
    signed_in: SignIn, store: MemoryStore, walter: Member, steward: Member
) -> None:
    browser = signed_in(steward)
    begin(browser, walter, "in person")
    share(browser)
    browser.send("/forms/acting/stop")
    browser.acting_for = ""

    assert acted(store) == [(walter.id, steward.id, "share.compose", "in person")]
    desk = browser.get("/forms/desk/by-hand").text
    assert "Walter Brook" in desk and "Stella Steward" in desk and "Face to face" in desk


def test_stewards_see_that_a_need_was_entered_by_another_hand_and_others_do_not(
    signed_in: SignIn,
    store: MemoryStore,
    mandate: Mandate,
    walter: Member,
    ada: Member,
    ben: Member,
    steward: Member,
) -> None:
    helper = signed_in(ada)
    begin(helper, walter)
    share(helper)
    (need,) = contents(store)["intents"]

    assert "Entered by another hand" in signed_in(steward).get(f"/forms/needs/{need.id}").text
    assert "Entered by another hand" not in signed_in(ben).get(f"/forms/needs/{need.id}").text


@pytest.mark.parametrize("who", ["a stranger to them", "themself", "somebody who left", "nobody"])
def test_nobody_acts_for_who_did_not_give_their_word(
    signed_in: SignIn, store: MemoryStore, walter: Member, ada: Member, steward: Member, who: str
) -> None:
    gone = a_member("gone-away", standing=Standing.LEFT)
    put(store, gone)
    browser = signed_in(ada if who == "a stranger to them" else steward)
    whom = {"a stranger to them": walter.id, "themself": steward.id, "somebody who left": gone.id, "nobody": "x"}[
        who
    ]

    page = browser.send("/forms/acting", member=whom, way="phone")

    if who == "a stranger to them":
        assert page.status == 403
    else:
        assert page.errors == ["Choose a person"]
    assert all(not session.acting_for for session in contents(store)["sessions"])


def test_the_way_it_was_told_has_to_be_said(
    signed_in: SignIn, mandate: Mandate, walter: Member, ada: Member
) -> None:
    browser = signed_in(ada)

    assert browser.send("/forms/acting", member=walter.id).errors == ["Choose how they told you"]
    assert browser.send("/forms/acting", member=walter.id, way="hearsay").status == 200


def test_a_new_token_is_given_at_the_beginning_and_at_the_end_and_the_old_one_is_worth_nothing(
    signed_in: SignIn, mandate: Mandate, walter: Member, ada: Member, store: MemoryStore
) -> None:
    browser = signed_in(ada)
    before = browser.cookie
    begin(browser, walter)
    during = browser.cookie
    browser.send("/forms/acting/stop")
    after = browser.cookie

    assert len({before, during, after}) == 3
    assert len(contents(store)["sessions"]) == 1


def test_what_a_page_was_shown_for_one_is_never_taken_for_another(
    signed_in: SignIn, store: MemoryStore, clock: Clock, mandate: Mandate, walter: Member, ada: Member
) -> None:
    browser = signed_in(ada)
    begin(browser, walter)
    clock.tick(minutes=31)

    late = share(browser)

    assert late.status == 409
    assert "Nothing was done" in late.text
    assert contents(store)["intents"] == [] and acted(store) == []


def test_acting_ends_after_half_an_hour_and_no_later_press_wakes_it_again(
    signed_in: SignIn, store: MemoryStore, clock: Clock, mandate: Mandate, walter: Member, ada: Member
) -> None:
    browser = signed_in(ada)
    begin(browser, walter)
    clock.tick(minutes=29)
    assert share(browser).status == 303
    clock.tick(minutes=29)
    assert "Walter Brook" in said_above(browser.get("/forms/me"))
    clock.tick(minutes=1)
    assert "You act for yourself again" in said_above(browser.get("/forms/me"))

    browser.acting_for = ""
    assert share(browser, "m" * 32).status == 303
    assert contents(store)["intents"][0].member != contents(store)["intents"][1].member
    assert len(acted(store)) == 1
    assert all(not session.acting_for for session in contents(store)["sessions"])


def test_a_mandate_taken_back_reaches_the_helper_with_the_next_request(
    signed_in: SignIn, store: MemoryStore, mandate: Mandate, walter: Member, ada: Member
) -> None:
    helper, own = signed_in(ada), signed_in(walter)
    begin(helper, walter)

    assert own.send(f"/forms/mandates/{mandate.id}/revoke").status == 303

    assert share(helper).status == 409
    assert contents(store)["intents"] == []
    assert "Walter" not in helper.get("/forms/me").text


def test_a_mandate_that_ran_out_ends_a_session_at_work(
    signed_in: SignIn, store: MemoryStore, mandate: Mandate, walter: Member, ada: Member, clock: Clock
) -> None:
    browser = signed_in(ada)
    put(store, replace(mandate, until=TODAY))
    begin(browser, walter)
    clock.tick(minutes=29)
    clock.moment = clock.moment.replace(hour=0, minute=1) + timedelta(days=1)

    assert share(browser).status == 409
    assert contents(store)["intents"] == []


def test_a_steward_who_is_one_no_longer_acts_for_nobody_from_the_next_request_on(
    signed_in: SignIn, store: MemoryStore, walter: Member, steward: Member
) -> None:
    browser = signed_in(steward)
    begin(browser, walter)
    put(store, replace(steward, steward=False))

    assert share(browser).status == 409
    assert contents(store)["intents"] == []


def test_who_acts_for_a_steward_has_none_of_their_rights_and_takes_none_away(
    signed_in: SignIn, store: MemoryStore, ada: Member, steward: Member
) -> None:
    put(store, Mandate("word", steward.id, ada.id, TODAY, TODAY + timedelta(days=9), steward.id))
    browser = signed_in(ada)
    begin(browser, steward)

    assert browser.get("/forms/desk").status == 403
    assert "/forms/desk" not in browser.get("/forms/me").links()
    page = browser.get("/forms/entry")
    form = next(f for f in page.forms() if f["action"].endswith("/forms/entry"))
    assert browser.send("/forms/entry", {**form["fields"], "name": "Stella Weir"}).status == 303

    with store.unit() as unit:
        kept = unit.members.get(steward.id)
    assert kept is not None and kept.steward and kept.entry.name == "Stella Weir"
    assert [row[2] for row in acted(store)] == ["entry.edit"]


def test_nobody_confirms_for_another_what_they_gave_or_received_themselves(
    signed_in: SignIn, store: MemoryStore, mandate: Mandate, walter: Member, ada: Member, ben: Member
) -> None:
    ours = half_confirmed(ada, walter, "ours")
    theirs = half_confirmed(ben, walter, "theirs")
    put(store, ours, theirs)
    browser = signed_in(ada)
    begin(browser, walter)

    refused = browser.send("/forms/exchanges/ours/confirm")
    assert refused.status == 403 and "You are the other side of this" in refused.text
    assert browser.send("/forms/exchanges/theirs/confirm").status == 303

    confirmed = {e.id: e.confirmed for e in contents(store)["exchanges"]}
    assert confirmed == {"ours": False, "theirs": True}
    assert [row[2] for row in acted(store)] == ["exchanges.confirm"]


def half_confirmed(giver: Member, receiver: Member, key: str) -> Exchange:
    return replace(an_exchange(giver.id, receiver.id), id=key, confirmed_by_receiver=None)


def test_nobody_vouches_for_themself_in_anothers_name(
    store: MemoryStore, walter: Member, ada: Member, clock: Clock
) -> None:
    from forms_api.services.by_hand import BothSides, ByHandStore, Hand

    held = ByHandStore(store, Hand("row", walter.id, ada.id, "vouches.give", "phone", clock()))
    with pytest.raises(BothSides), held.unit() as unit:
        unit.vouches.add(a_vouch(ada.id, walter.id))
    with held.unit() as unit:
        unit.vouches.add(a_vouch("somebody-else", walter.id))

    assert [vouch.of for vouch in contents(store)["vouches"]] == ["somebody-else"]
    assert len(acted(store)) == 1


def test_an_act_that_is_refused_leaves_no_trace(
    signed_in: SignIn, store: MemoryStore, mandate: Mandate, walter: Member, ada: Member, need: Intent
) -> None:
    browser = signed_in(ada)
    begin(browser, walter)

    assert browser.send("/forms/share/nothing/withdraw").status == 404
    assert browser.send("/forms/needs/nothing/could", message="I could").status == 404

    assert acted(store) == []


def test_one_act_of_several_steps_is_one_row(
    signed_in: SignIn, store: MemoryStore, mandate: Mandate, walter: Member, ada: Member
) -> None:
    put(store, replace(walter, entry=replace(walter.entry, shares=(a_share("clothes-mending"),))))
    browser = signed_in(ada)
    begin(browser, walter)
    share(browser)
    share(browser)

    rows = contents(store)["acted"]
    assert [row.act for row in rows] == ["share.compose"]


def test_signing_out_ends_acting_too(
    signed_in: SignIn, store: MemoryStore, walter: Member, steward: Member
) -> None:
    browser = signed_in(steward)
    begin(browser, walter)

    assert browser.send("/forms/sign-out").status == 303

    assert contents(store)["sessions"] == []


def test_stopping_is_possible_from_an_old_page_and_a_page_of_ones_own(
    signed_in: SignIn, walter: Member, steward: Member, clock: Clock
) -> None:
    browser = signed_in(steward)
    begin(browser, walter)
    clock.tick(minutes=40)
    assert browser.send("/forms/acting/stop").status == 303

    assert said_above(browser.get("/forms/me")) == ""
    browser.acting_for = ""
    assert browser.send("/forms/acting/stop").status == 303


def test_a_token_of_another_person_is_told_apart_from_a_foreign_one(
    signed_in: SignIn, walter: Member, ben: Member, steward: Member
) -> None:
    browser = signed_in(steward)
    begin(browser, walter)
    browser.acting_for = ben.id
    assert browser.send("/forms/share/need/withdraw").status == 409

    good = browser.token().split(".")
    assert browser.send("/forms/share/need/withdraw", {FIELD: f"{good[0]}00.{good[1]}"}).status == 400


def test_names_are_searched_where_there_are_many(signed_in: SignIn, store: MemoryStore, steward: Member) -> None:
    put(store, *(a_member(f"neighbour-{number:02}") for number in range(50)))
    browser = signed_in(steward)

    page = browser.get("/forms/acting")
    assert "10 more" in page.text
    assert browser.get("/forms/acting?name=neighbour%2042").text.count("Neighbour") == 1
    assert "Nobody of this name" in browser.get("/forms/acting?name=zzz").text
    assert begin(browser, a_member("neighbour-49")).status == 303


def test_who_has_nobodys_word_is_told_how_to_come_by_it(signed_in: SignIn, ada: Member) -> None:
    assert "Nobody has given you their word yet" in signed_in(ada).get("/forms/acting").text


def test_a_need_placed_by_another_hand_is_found_by_its_row(
    store: MemoryStore, walter: Member, ada: Member
) -> None:
    from forms_api.services.acting import by_hand
    from forms_api.services.by_hand import ByHandStore, Hand
    from tests.builders import NOW

    with ByHandStore(store, Hand("row", walter.id, ada.id, "share.compose", "phone", NOW)).unit() as unit:
        unit.intents.add(a_need(walter.id))

    with store.unit() as unit:
        assert by_hand(unit) == {f"intents/need-{walter.id}-bicycle-repair"}
