"""What a program is answered: pages as values, what was done, mistakes, problems; never more than a page says."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask

from forms_api.api.page import page_values, summary
from forms_api.auth.guards import Access, access_of
from forms_api.store.base import Store, StoreFailed
from tests.forms_api.api.offered import JSON, Program
from tests.forms_api.busy import Busy
from tests.forms_api.client import Browser

PAGE = """<!doctype html><html><head><title>x</title></head><body><a class="skip" href="#main">Skip</a>
<header class="masthead"><a href="/">Weirside</a></header>
<main id="main"><h1>A <bdi>bench</bdi></h1><p>Two&nbsp;planks.<br>Oak.</p>
<h2>How</h2><ul><li>one<li>two</ul><table><tr><th>a<td>b</table>
<form method="post" action="/there"><input type="hidden" name="csrf_token" value="t">
<input type="hidden" name="nonce" value="n"><label for="t">Title</label><p class="hint" id="hint-t">Short</p>
<input id="t" name="t" value="x" required><label for="w">Words</label><textarea id="w" name="w">
first
second</textarea>
<fieldset><legend>Which</legend><label><input type="radio" name="r" value="1" checked><b>One</b>more</label>
<label><input type="radio" name="r" value="2">Two</label></fieldset>
<label for="s">Where</label><select id="s" name="s"><option value="">None<option value="z" selected>Zone</select>
<button name="step" value="go">Go</button></form></main>
<footer class="foot"><p>Foot</p></footer></body></html>"""


@pytest.fixture
def vote(town: Busy) -> str:
    return f"/forms/proposals/{town.by_endpoint['ballots.cast']['proposal']}/ballot"


def test_a_page_is_its_words_under_their_headings_its_links_and_its_forms() -> None:
    found = page_values(PAGE)

    assert found["title"] == "A bench"
    assert found["sections"] == [
        {"heading": "A bench", "level": 1, "text": ["Two planks.", "Oak."], "rows": []},
        {"heading": "How", "level": 2, "text": ["one", "two", "Short"], "rows": [["a", "b"]]},
    ]
    assert found["links"] == []
    (form,) = found["forms"]
    assert (form["action"], form["method"]) == ("/there", "POST")
    assert form["buttons"] == [{"text": "Go", "name": "step", "value": "go"}]
    assert form["fields"] == [
        {"name": "nonce", "type": "hidden", "label": "", "value": "n", "required": False},
        {"name": "t", "type": "text", "label": "Title", "value": "x", "required": True, "hint": "Short"},
        {"name": "w", "type": "textarea", "label": "Words", "value": "first\nsecond", "required": False},
        {
            "name": "r",
            "type": "radio",
            "label": "Which",
            "choices": [
                {"value": "1", "label": "One more", "chosen": True},
                {"value": "2", "label": "Two", "chosen": False},
            ],
        },
        {
            "name": "s",
            "type": "select",
            "label": "Where",
            "choices": [
                {"value": "", "label": "None", "chosen": False},
                {"value": "z", "label": "Zone", "chosen": True},
            ],
            "required": False,
        },
    ]


def test_a_page_without_mistakes_has_no_summary_of_them() -> None:
    assert summary(PAGE) == []


def test_every_page_tells_a_program_no_word_more_than_a_person(
    app: Flask, town: Busy, programs: dict[str, Program]
) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    for rule in (rule for rule in rules if not rule.endpoint.startswith(("demo.", "api."))):
        access = access_of(app.view_functions[rule.endpoint])
        program = programs["steward" if access is Access.STEWARD else "member"]
        told, page = program.get(town.path(rule)), program.browser.raw.get(town.path(rule))
        if page.status_code == 200 and page.mimetype == "text/html":
            shown = "".join(unescape(re.sub(r"<[^>]*>", "", page.get_data(as_text=True))).split())
            words = [text for section in told.get_json()["sections"] for text in section["text"]]
            assert [word for text in words for word in text.split() if word not in shown] == [], rule
            assert told.get_json()["title"], rule


def test_the_session_tells_who_is_signed_in_and_gives_the_token(programs: dict[str, Program], town: Busy) -> None:
    stranger, member = (programs[who].get("/forms/session").get_json() for who in ("stranger", "member"))

    assert stranger["signed_in"] is None
    assert member["signed_in"] == {"name": town.me.entry.name, "steward": False}
    assert member["csrf_token"] == programs["member"].browser.token()
    assert member["acting_for"] is None
    assert member["languages"] == ["en", "es", "ar"]


def test_a_new_client_gets_its_cookie_with_the_session(app: Flask, programs: dict[str, Program]) -> None:
    browser = Browser(app, programs["stranger"].browser.clock)
    token = browser.raw.get("/forms/session").get_json()["csrf_token"]

    assert token == browser.token()


def test_a_stranger_is_told_to_sign_in_and_where(programs: dict[str, Program]) -> None:
    for answer in (programs["stranger"].get("/forms/me"), programs["stranger"].post("/forms/entry", {})):
        assert answer.status_code == 401
        assert answer.get_json()["see"].startswith("/forms/sign-in")
        assert "Location" not in answer.headers


def test_open_votes_are_listed_a_ballot_is_cast_and_its_receipt_handed_over(
    programs: dict[str, Program], store: Store, vote: str
) -> None:
    program = programs["member"]
    (listed,) = program.get("/forms/me").get_json()["values"]["open_votes"]
    ballot = program.get(vote).get_json()["values"]
    done = program.post(ballot["cast"], {"choice": "yes", "phrase": "weir"}).get_json()
    receipt = program.get(done["see"]).get_json()["values"]["receipt"]

    assert listed["ballot"] == vote == ballot["cast"]
    assert (ballot["method"], ballot["voted"]) == ("yes_no", False)
    assert done["receipt"] == receipt
    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{1,4})+", receipt["code"])
    assert receipt["commitment"] in receipt["promise"]
    assert "yes" not in str(done["receipt"])


def test_a_need_is_found_and_met_and_what_was_given_confirmed(programs: dict[str, Program], store: Store) -> None:
    program = programs["member"]
    (need,) = [n for n in program.get("/forms/needs").get_json()["values"]["needs"] if n["id"] == "need-theirs"]
    offered = program.post(need["could"], {"message": "On Saturday."}).get_json()
    match = program.get(offered["see"]).get_json()["values"]["match"]
    (waiting, *_) = program.get("/forms/me").get_json()["values"]["to_confirm"]
    confirmed = program.post(f"{waiting['page']}/confirm", {}).get_json()

    assert (match["state"], match["receiving"], match["name"]) == ("offered", False, "")
    assert confirmed["ok"] is True
    assert program.get(waiting["page"]).get_json()["values"]["match"]["to_confirm"] is False


def test_an_offer_is_placed_in_one_step_with_nested_fields(programs: dict[str, Program], store: Store) -> None:
    body = {"offer": {"skill": "bicycle-repair", "hours": 1.5}, "step": "store", "nonce": "once"}
    first, again = (programs["member"].post("/forms/share", body).get_json() for _ in range(2))

    assert first["ok"] is True
    assert again["see"] == first["see"]


def test_mistakes_stand_in_the_order_of_the_page_and_at_their_fields(programs: dict[str, Program]) -> None:
    answer = programs["member"].post("/forms/proposals/new", {"policy": "ordinary"})

    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["summary"] == [
        "Enter a title",
        "Say in one or two sentences what shall be decided",
        "Enter the text that is voted on",
    ]
    assert answer.get_json()["errors"]["title"] == ["Enter a title"]


def test_mistakes_are_told_in_the_language_asked_for(programs: dict[str, Program]) -> None:
    browser = programs["member"].browser
    headers = {**JSON, "X-CSRF-Token": browser.token(), "Accept-Language": "es"}
    said = browser.raw.post("/forms/proposals/new", json={}, headers=headers).get_json()

    assert said["summary"]
    assert "Enter a title" not in said["summary"]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/json", "application/json"),
        ("application/json, */*", "application/json"),
        ("text/html;q=0.5, application/json", "application/json"),
        ("text/html, application/json;q=0.5", "text/html"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ("*/*", "text/html"),
    ],
)
def test_json_is_for_who_asks_for_it(programs: dict[str, Program], accept: str, kind: str) -> None:
    answer = programs["member"].browser.raw.get("/forms/me", headers={"Accept": accept})

    assert answer.mimetype == kind


def test_who_sends_json_and_asks_for_nothing_else_is_answered_in_json(programs: dict[str, Program]) -> None:
    browser = programs["member"].browser
    token = {"X-CSRF-Token": browser.token()}
    page = browser.raw.post("/forms/proposals/new", json={}, headers={**token, "Accept": "text/html"})

    assert browser.raw.post("/forms/proposals/new", json={}, headers=token).is_json
    assert page.mimetype == "text/html"
    assert page.status_code == 200


@pytest.mark.parametrize(
    ("path", "status"), [("/forms/nowhere", 404), ("/forms/desk", 403), ("/forms/needs/x", 404)]
)
def test_problems_have_their_pages_words(programs: dict[str, Program], path: str, status: int) -> None:
    told, page = programs["member"].get(path), programs["member"].browser.raw.get(path)
    problem: dict[str, Any] = told.get_json()

    assert told.status_code == page.status_code == problem["status"] == status
    assert problem["title"] in page.get_data(as_text=True)
    assert told.content_type == "application/problem+json"
    assert told.headers["Cache-Control"] == "no-store"


def test_an_unknown_host_is_told_as_a_problem_too(programs: dict[str, Program]) -> None:
    answer = programs["stranger"].browser.raw.get("/forms/me", headers={**JSON, "Host": "evil.example"})

    assert (answer.status_code, answer.get_json()["status"]) == (400, 400)


@pytest.mark.parametrize(
    ("fault", "status"),
    [(StoreFailed("store.json", "no space"), 503), (RecursionError("a secret of the inside"), 500)],
)
def test_a_fault_of_ours_is_a_problem_with_its_number(
    programs: dict[str, Program], town: Busy, monkeypatch: pytest.MonkeyPatch, fault: Exception, status: int
) -> None:
    def broken(*_arguments: Any, **_more: Any) -> None:
        raise fault

    monkeypatch.setattr("forms_api.services.arguments.argue", broken)
    path = f"/forms/proposals/{town.values['proposal']}/argue"
    answer = programs["member"].post(path, {"kind": "for", "text": "Knees."})

    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert re.search(r"[0-9a-f]{8}", answer.get_json()["detail"])
    assert "inside" not in answer.get_data(as_text=True)


def test_an_address_without_its_last_stroke_leads_there_and_nothing_is_called_done(
    programs: dict[str, Program],
) -> None:
    got, sent = programs["member"].get("/forms"), programs["member"].post("/forms", {})

    assert (got.status_code, got.get_json()["see"].endswith("/forms/")) == (308, True)
    assert "ok" not in sent.get_json()
