"""Around a match in the browser: messages, how to reach each other, who looked, and taking back."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from domain.exchange import Direction, Exchange, Intent, IntentState, MatchState
from domain.people import Channel, Language, Member
from forms_api.config import Config
from forms_api.current import EXTENSION
from forms_api.services.gatherings import group_code
from forms_api.store.memory import MemoryStore
from tests.builders import TODAY, a_match, a_member, an_exchange, contents, put
from tests.forms_api.client import Browser, Clock, Page
from tests.forms_api.sharing import SignIn, sent_from


def agreed(store: MemoryStore, need: Intent, provider: Member) -> str:
    put(store, replace(need, state=IntentState.MATCHED), a_match(need, provider.id, MatchState.ACCEPTED))
    return f"/forms/matches/match-{provider.id}"


def letters(browser: Browser) -> list[tuple[str, str, str]]:
    """Return receiver, subject and text of every mail on its way, once it is."""
    browser.app.extensions[EXTENSION].outbox.wait()
    folder = browser.config.mail
    assert isinstance(folder, Path)
    read = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in sorted(folder.glob("*.eml"))]
    return [(str(m["To"]), str(m["Subject"]), m.get_content()) for m in read]


def test_a_message_is_passed_on_and_the_mail_says_only_that_it_is_there(
    signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member, need: Intent, config: Config
) -> None:
    match = agreed(store, need, ben)
    asks, helps = signed_in(ada), signed_in(ben)
    sent = asks.send(f"{match}/message", text="Is ten o'clock too early?")
    read = helps.get(match)
    ((to, subject, text),) = letters(asks)

    assert (sent.status, sent.location) == (303, f"{match}#messages")
    assert "Is ten o'clock too early?" in read.text and ada.email not in read.html
    assert (to, subject) == (ben.email, "A message waits for you")
    assert "ten o'clock" not in text and "Ada" not in text and "Bicycle" not in text
    assert f"{config.base_url}{match}" in text


def test_the_mail_speaks_the_language_of_its_reader(
    signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member, need: Intent
) -> None:
    spanish = replace(ben.entry, languages=(replace(ben.entry.languages[0], code="es"),))
    put(store, replace(ben, entry=spanish))
    match = agreed(store, need, ben)
    browser = signed_in(ada)
    browser.send(f"{match}/message", text="Hello?")

    assert isinstance(spanish.languages[0], Language)
    assert len(letters(browser)) == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Write a few words"),
        ("x" * 601, "Shorten this to 600 characters; it has 601"),
        ("Ring me: 555 0142 33", "Leave out the telephone number: people reach each other after both said yes"),
        ("me@mail.example", "Leave out the e-mail address: people reach each other after both said yes"),
        ("Come to 14 Mill Lane", "Leave out the street and number: people tell each other after both said yes"),
    ],
)
def test_a_message_that_will_not_do_is_told_why_and_kept(
    signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member, need: Intent, text: str, says: str
) -> None:
    match = agreed(store, need, ben)
    page = signed_in(ada).send(f"{match}/message", text=text)

    assert page.errors == [says]
    assert sent_from(page, f"{match}/message#messages")["text"].strip() == text
    assert contents(store)["messages"] == []


def test_after_ten_messages_in_a_day_it_says_to_write_on_tomorrow(
    signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member, need: Intent, clock: Clock
) -> None:
    match = agreed(store, need, ben)
    browser = signed_in(ada)
    for number in range(10):
        assert browser.send(f"{match}/message", text=f"Line {number}").status == 303
    full = browser.send(f"{match}/message", text="One more")
    clock.tick(hours=25)
    again = browser.send(f"{match}/message", text="A new day")

    assert full.errors == [
        "You have written 10 messages here since yesterday, as many as one match takes. Write on tomorrow, or ask "
        "at the desk."
    ]
    assert again.status == 303


def test_where_nobody_may_write_there_is_no_form_and_a_message_is_refused(
    signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member, need: Intent
) -> None:
    put(store, a_match(need, ben.id, MatchState.WITHDRAWN))
    browser, match = signed_in(ada), f"/forms/matches/match-{ben.id}"

    assert "Messages" not in browser.get(match).text
    assert browser.send(f"{match}/message", text="Hello?").status == 409
    assert signed_in(a_member("cleo-third")).send(f"{match}/message", text="Hello?").status == 404


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, "ben-marsh@mail.example"),
        ({"channel": Channel.PHONE, "phone": "555 0142"}, "555 0142"),
        ({"channel": Channel.DESK}, "Ben is reached through the stewards' desk"),
    ],
)
def test_each_sees_the_one_way_the_other_chose_and_who_looked_reads_so(
    signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member, need: Intent,
    changes: dict[str, object], shown: str,
) -> None:  # fmt: skip
    put(store, replace(ben, **changes))  # type: ignore[arg-type]
    match = agreed(store, need, ben)
    asks, helps = signed_in(ada), signed_in(ben)
    before = helps.get("/forms/me").text
    page = asks.send(f"{match}/channel")
    on_match, on_me = helps.get(match).text, helps.get("/forms/me").text
    looked = changes.get("channel") is not Channel.DESK

    assert shown in page.text
    assert shown not in asks.get(match).html or not looked
    assert "Who saw how to reach me" not in before
    assert ("Who saw how to reach you" in on_match) is looked
    assert ("Who saw how to reach me" in on_me) is looked


def test_a_completion_by_mistake_is_taken_back_by_who_wrote_it(
    signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member, need: Intent
) -> None:
    match = agreed(store, need, ben)
    asks, helps = signed_in(ada), signed_in(ben)
    helps.send(f"{match}/done", kind="hours", amount="90 min", on=TODAY.isoformat())
    other = asks.send(f"{match}/take-back")
    taken = helps.send(f"{match}/take-back")
    page = helps.get(match)

    assert other.status == 409 and taken.status == 303
    assert "It has happened" in page.text
    assert contents(store)["exchanges"] == []
    assert helps.send(f"{match}/take-back").status == 409
    assert helps.send(f"{match}/confirm").status == 409


def test_what_was_written_down_at_the_desk_is_taken_back_too(
    signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member
) -> None:
    put(store, an_exchange(ben.id, ada.id, confirmed_by_receiver=None))
    path = f"/forms/exchanges/exchange-{ben.id}-{ada.id}"
    offered = signed_in(ben).get(path)
    signed_in(ben).send(f"{path}/take-back")

    assert "I wrote it down by mistake" in offered.text
    assert contents(store)["exchanges"] == []


def test_what_silence_closed_says_so_and_offers_nothing(
    signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member, need: Intent, clock: Clock
) -> None:
    match = agreed(store, need, ben)
    helps = signed_in(ben)
    helps.send(f"{match}/done", kind="hours", amount="1:30", on=TODAY.isoformat())
    put(store, an_exchange(ben.id, ada.id, confirmed_by_receiver=None))
    clock.tick(days=30)
    asks = signed_in(ada)
    closed, loose = asks.get(match).text, asks.get(f"/forms/exchanges/exchange-{ben.id}-{ada.id}").text

    for page in (closed, loose):
        assert "Thirty days went by without an answer" in page
        assert "Yes, it was so" not in page
    assert asks.send(f"{match}/confirm").status == 409
    assert "Confirm: Bicycle repair" not in asks.get("/forms/me").text


def test_a_match_that_ended_shows_nothing_of_the_need_any_more(
    signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member, need: Intent
) -> None:
    match = agreed(store, need, ben)
    helps = signed_in(ben)
    before = helps.get(match).text
    signed_in(ada).send(f"{match}/withdraw")

    assert "The back wheel rubs." in before
    assert "The back wheel rubs." not in helps.get(match).text


def test_an_offer_or_need_is_paused_goes_on_is_renewed_and_changed(
    signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member, need: Intent
) -> None:
    browser, path = signed_in(ada), f"/forms/share/{need.id}"
    browser.send(f"{path}/pause")
    resting = browser.get(f"/forms/needs/{need.id}").text
    hidden = signed_in(ben).get(f"/forms/needs/{need.id}").status
    browser.send(f"{path}/resume")
    browser.send(f"{path}/renew")
    shown = browser.get(f"{path}/change")
    fields = sent_from(shown, "") | {"part-note": "The front wheel.", "part-bands": "sat morning"}
    changed = browser.send(f"{path}/change", fields)
    (kept,) = contents(store)["intents"]

    assert "It rests; nobody sees it until you go on." in resting and hidden == 404
    assert fields["part-skill"] == need.skill and fields["part-when"] == need.when
    assert changed.location == f"/forms/needs/{need.id}"
    assert (kept.note, kept.bands, kept.direction) == ("The front wheel.", ("sat morning",), Direction.NEED)
    assert "Saturday morning" in signed_in(ben).get(f"/forms/needs/{need.id}").text


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"part-skill": ""}, "Choose a skill from the list"),
        ({"part-hours": "0.3"}, "Hours are counted in quarters: enter 0.25 or 0.5"),
        ({"part-until": "2026-11-01"}, "Choose a day from today on and within a year."),
        ({"part-bands": "sometimes"}, "Tick some of these, or none"),
        (
            {"part-note": "14 Mill Lane"},
            "Leave out the street and number: people tell each other after both said yes",
        ),
    ],
)
def test_a_change_that_will_not_do_is_told_why_and_changes_nothing(
    signed_in: SignIn, store: MemoryStore, ada: Member, need: Intent, fields: dict[str, str], says: str
) -> None:
    browser, path = signed_in(ada), f"/forms/share/{need.id}/change"
    page = browser.send(path, sent_from(browser.get(path), "") | fields)

    assert page.errors == [says]
    assert contents(store)["intents"] == [need]


def test_an_offer_changed_to_a_skill_that_demands_more_is_refused_at_its_field(
    signed_in: SignIn, store: MemoryStore, ada: Member, need: Intent
) -> None:
    put(store, replace(need, direction=Direction.OFFER), *(a_member(f"m{number}") for number in range(5)))
    browser, path = signed_in(ada), f"/forms/share/{need.id}/change"
    page = browser.send(path, sent_from(browser.get(path), "") | {"part-skill": "shared-childcare"})

    assert [error.split(" needs ")[0] for error in page.errors] == ["Shared childcare"]


def test_times_of_the_week_are_ticked_shown_to_check_and_stored(
    signed_in: SignIn, store: MemoryStore, ada: Member
) -> None:
    from tests.forms_api.sharing import answers

    browser = signed_in(ada)
    checked = browser.send("/forms/share", answers(need={"skill": "bicycle-repair", "bands": "tue evening"}))
    browser.send("/forms/share", sent_from(checked, "/forms/share", step="store"))

    assert "Tuesday evening" in checked.text
    assert [i.bands for i in contents(store)["intents"]] == [("tue evening",)]


NEW = "/forms/exchanges/new"


def given(browser: Browser, **changes: str) -> Page:
    """Fill in what was given without a match and send it: two hours, given to Ben."""
    fields = sent_from(browser.get(NEW), NEW) | {
        "way": "gave",
        "who": "id-ben-marsh",
        "skill": "bicycle-repair",
        "kind": "hours",
        "amount": "2",
        "on": TODAY.isoformat(),
    }
    return browser.send(NEW, fields | changes)


@pytest.fixture
def met(store: MemoryStore, ada: Member, ben: Member) -> None:
    put(store, an_exchange(ada.id, ben.id, id="met-once"))


def new_ones(store: MemoryStore) -> list[Exchange]:
    return [e for e in contents(store)["exchanges"] if e.id != "met-once"]


@pytest.mark.parametrize("way", ["gave", "received"])
def test_what_was_given_without_a_match_is_written_down_by_one_and_confirmed_by_the_other(
    signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member, met: None, way: str
) -> None:
    wrote, other = signed_in(ada), signed_in(ben)
    made = given(wrote, way=way).location
    (before,) = new_ones(store)
    other.send(f"{made}/confirm")
    (after,) = new_ones(store)

    assert (before.giver == ada.id) is (way == "gave")
    assert not before.confirmed and after.confirmed
    assert wrote.send(f"{made}/confirm").status == 409


def test_what_was_given_is_stored_once_however_often_it_is_sent(
    signed_in: SignIn, store: MemoryStore, ada: Member, met: None
) -> None:
    browser = signed_in(ada)
    first, second = given(browser, nonce="n" * 32), given(browser, nonce="n" * 32)

    assert first.location == second.location
    assert len(new_ones(store)) == 1


def test_somebody_one_has_not_met_is_named_by_their_code(
    signed_in: SignIn, store: MemoryStore, ada: Member, met: None
) -> None:
    stranger, browser = a_member("zoe-stranger"), signed_in(ada)
    put(store, stranger)
    made = given(browser, who="", code=group_code(browser.config.secret, stranger.id))

    assert made.status == 303
    assert [e.receiver for e in new_ones(store)] == [stranger.id]
    assert "Zoe" not in browser.get(NEW).html


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"way": ""}, "Choose who gave"),
        ({"who": ""}, "Choose one person, or type one code"),
        ({"code": "ZZZZ-ZZZZ"}, "Choose one person, or type one code"),
        (
            {"who": "", "code": "ZZZZ-ZZZZ"},
            "The code ZZZZ-ZZZZ is nobody's. Ask them to read it out from their own page",
        ),
        ({"who": "id-cleo-third"}, "Choose one from the list"),
        ({"skill": ""}, "Choose what was shared"),
        ({"amount": "0"}, "Enter more than zero"),
        ({"amount": "0.3"}, "Hours are counted in quarters: enter 0.25 or 0.5"),
        ({"on": "2026-11-30"}, "This day is still ahead. Write it down once it has happened"),
        (
            {"skill": "shared-childcare", "way": "received"},
            "This skill protects people, and not everybody who gave has what it demands. Talk to a steward; you "
            "are not told who.",
        ),
    ],
)
def test_a_mistake_in_what_was_given_without_a_match_is_told(
    signed_in: SignIn, store: MemoryStore, ada: Member, met: None, changes: dict[str, str], says: str
) -> None:
    put(store, a_member("cleo-third"), *(a_member(f"m{number}") for number in range(5)))
    page = given(signed_in(ada), **changes)

    assert page.errors == [says]
    assert new_ones(store) == []


def test_one_s_own_code_names_nobody_to_give_to(
    signed_in: SignIn, store: MemoryStore, ada: Member, met: None
) -> None:
    browser = signed_in(ada)
    page = given(browser, who="", code=group_code(browser.config.secret, ada.id))

    assert page.errors == ["Nobody gives to themself. An exchange has two sides, and each confirms its own."]
    assert new_ones(store) == []


def test_a_safeguarded_skill_one_gave_oneself_says_what_is_missing(
    signed_in: SignIn, store: MemoryStore, ada: Member, met: None
) -> None:
    put(store, *(a_member(f"m{number}") for number in range(5)))
    page = given(signed_in(ada), skill="shared-childcare")

    assert [error.split(" needs ")[0] for error in page.errors] == ["Shared childcare"]


def test_who_is_kept_away_may_write_it_down_and_the_other_is_not_asked(
    signed_in: SignIn, store: MemoryStore, ada: Member, ben: Member, met: None
) -> None:
    put(store, replace(ben, blocked=(ada.id,)))
    made = given(signed_in(ada))

    assert made.status == 303
    assert "Waits for Ben to confirm." in signed_in(ada).get("/forms/me").text
    assert "Confirm: Bicycle repair" not in signed_in(ben).get("/forms/me").text
