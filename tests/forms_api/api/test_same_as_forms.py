"""JSON and a form of the same words leave the same store behind, and are told the same mistakes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from forms_api.api.page import summary
from forms_api.api.takes import TAKES
from forms_api.store.base import Store
from tests.builders import contents, put_back
from tests.forms_api.api.offered import Fields, Offered, Program, unsafe
from tests.forms_api.busy import NEXT, Busy
from tests.forms_api.client import Browser
from tests.forms_api.crisis_town import POWER_CUT

# What these tests run is measured by those of each page; here it would double the time.
pytestmark = pytest.mark.no_cover

BY_CHANCE = re.compile(r"[0-9a-f]{16,}|[A-Za-z0-9_-]{43}")
"""Ids and tokens, which are drawn anew each time; of what both stores held before they are the same."""

STEWARDS_ONLY = ("hiding.", "moderation.", "advice.answer", "promises.", "reviews.")
NOT_DONE = {
    # Steps on the way, and answers that store nothing.
    "ballot_codes.change",
    "ballot_codes.check",
    "ballot_codes.show",
    "ballots.change",
    "ballots.check",
    "own_data.everything",
    "receipts.tell",
    # What the town is not at, or not yet, or what its member may not do.
    "address.link",
    "advice.advise",
    "advice.answer",
    "amendments.show",
    "attendance.mark",
    "challenges.by_code",
    "challenges.challenge",
    "coauthors.remove",
    "cohorts.invitation",
    "cohorts.leave",
    "cohorts.role",
    "cohorts.undo",
    "crisis.index",
    "draws.drawn",
    "draws.reveal",
    "exchanges.take_back",
    "gatherings.take_back",
    "importing.bring",
    "matches.take_back",
    "matching.suggest",
    "mentoring.ask",
    "mentoring.let_go",
    "paper_table.all_in",
    "paper_table.confirm",
    "promises.finish",
    "proposals.keep_support",
    "proposals.withdraw_support",
    "recounts.late",
    "recounts.void",
    "reviews.write",
    "sign_in.link",
}
"""What even a body that is meant does not do in this town; all else is done by both."""

Changed = dict[str, list[str]]
Send = Callable[[str, Fields], TestResponse]


def typed_in(town: Busy, codes: dict[str, str]) -> dict[str, Fields]:
    """Return what somebody types or chooses, by route; the rest stands on the page already."""
    today, known = town.town.now.date(), town.town.id(6)
    later = (today + timedelta(days=30)).isoformat()
    given = {"kind": "hours", "amount": "1.5", "on": today.isoformat()}
    vote = {"choice": "yes", "phrase": "weir"}
    table = "name,email\nNora Newcome,nora@weirside.example"
    by_code = vote | {"code": codes["ballot"]}
    return {
        "address.ask": {"email": "elsewhere@weirside.example"},
        "advice.answer": {"text": "We heard you."},
        "ballot_codes.cast": by_code,
        "ballot_codes.change": by_code,
        "ballot_codes.check": by_code,
        "ballot_codes.show": {"code": codes["ballot"]},
        "checks.index": {"member": known, "issuer": "The court of Weirside", "valid_until": later},
        "paper.letters": {"whom": "everybody"},
        "paper_table.enter": by_code,
        "promises.show": {"what": "Put it up.", "owner": "the bench group", "due": later},
        "receipts.tell": {"words": "0" * 32},
        "sign_in.again": {"code": codes["sign-in"]},
        "sign_in.code": {"code": codes["sign-in"]},
        "vouches.new": {"who": known},
        "amendments.new": {"title": "Oak", "wording": "Two oak planks.", "reason": "It lasts."},
        "ballots.cast": vote,
        "ballots.change": vote,
        "ballots.check": vote,
        "challenges.answer": {"remedy": "We counted once more."},
        "cohorts.complete": {"people": [f"part-{known}-{NEXT}"], "sure": "yes"},
        "coauthors.index": {"name": "Voter 05"},
        "crisis.answer": {"answer": "yes"},
        "crisis.index": {"playbook": POWER_CUT, "kind": "drill"},
        "crisis.type_in": {"answer": "later"},
        "draws.commit": {"secret": "a long secret of mine"},
        "draws.name": {"name": "The lottery of the first of March", "on": later},
        "erasing.index": {"member": known},
        "erasure.mine": {"sure": True},
        "exchanges.new": given | {"skill": "bicycle-repair", "way": "gave", "who": known},
        "gatherings.new": {
            "skill": "bicycle-repair",
            "on": today.isoformat(),
            "hours": "2",
            "gave": [town.me.id],
            "took": [known],
        },
        "hand.index": {"member": town.town.id(3), "helper": known, "until": later},
        "join.ask": {"name": "Nora Newcome", "email": "nora@weirside.example", "agreed": True},
        "mandates.index": {"helper": known},
        "matches.done": given,
        "matches.message": {"text": "Shall I bring the pump?"},
        "needs.could": {"message": "On Saturday."},
        "proposals.answer": {"text": "Oak."},
        "proposals.argue": {"text": "My knees say yes."},
        "proposals.new": {"title": "A swing", "summary": "To swing on.", "text": "Two ropes."},
        "roll.paste": {"act": "store", "table": table, "seen": sha256(table.encode()).hexdigest()},
        "share.compose": {"offer-skill": "bicycle-repair", "step": "store", "nonce": "n" * 16},
        "sign_in.ask": {"email": "nora@weirside.example"},
        "versions.revise": {"text": "Two planks of oak.", "why": "Longer."},
    }


def normal(text: str, known: frozenset[str]) -> str:
    return BY_CHANCE.sub(lambda found: found[0] if found[0] in known else "#", text)


class Twins:
    """Two equal stores, one after the other: what is sent to the first goes to the second in the other way."""

    def __init__(self, store: Store, beginning: dict[str, Any]) -> None:
        self.store, self.beginning = store, beginning
        self.known = frozenset(BY_CHANCE.findall(repr(beginning)))

    def after(self, browser: Browser, send: Send, path: str, body: Fields) -> tuple[TestResponse, Changed]:
        """Send to a store as it was in the beginning; return the answer and the collections that it changed."""
        cookie = browser.cookie
        answer = send(path, body)
        browser.raw.set_cookie(browser.config.cookie_name, cookie)
        held = contents(self.store)
        changed = {name: rows for name, rows in held.items() if rows != self.beginning[name]}
        if changed:
            put_back(self.store, self.beginning)
        return answer, {n: sorted(normal(repr(row), self.known) for row in rows) for n, rows in changed.items()}


@pytest.fixture
def twins(store: Store, beginning: dict[str, Any]) -> Twins:
    return Twins(store, beginning)


def told_alike(form: TestResponse, program: TestResponse, known: frozenset[str]) -> str:
    """Return in what the two answers differ; nothing where they say the same."""
    html, json = form.get_data(as_text=True), program.get_json(silent=True) or {}
    if json.get("code") in ("unknown-field", "wrong-type"):
        # A page never sends these; a program is told which they were.
        return "" if form.status_code == 400 else "refused only here"
    if form.status_code == 303:
        there = normal(form.headers["Location"], known)
        if program.status_code == 401:
            return "" if json["see"].split("?")[0] == there.split("?")[0] else "led elsewhere"
        if program.status_code == 422:
            # A form without a place for its mistakes leads back to its page.
            return "" if json["errors"] else "no mistakes"
        done = program.status_code == 200 and json.get("ok") is True and normal(json["see"], known) == there
        return "" if done else "the form is done, JSON is not"
    if form.status_code >= 400:
        alike = program.status_code == form.status_code and json["detail"] in html_text(html)
        return "" if alike else "other errors"
    mistakes = summary(html)
    if mistakes:
        return "" if (program.status_code, json.get("summary")) == (422, mistakes) else "other mistakes"
    # A page that refuses in its words, without a summary, is a conflict to a program.
    return "" if program.status_code in (200, 409) else "a page, and no page"


def html_text(html: str) -> str:
    return " ".join(html.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&").split())


def bodies(typed: dict[str, Fields], rule: Rule, offered: Offered | None) -> dict[str, Fields]:
    """Return what is sent to a route: as somebody would who means it, with nothing, and with the wrong things."""
    meant = (offered.fields if offered else {}) | typed.get(rule.endpoint, {})
    wrong = {name: "\u202egnp.exe" for name, value in meant.items() if isinstance(value, str)}
    return {"meant": meant, "nothing": {}, "wrong": meant | wrong}


def who(rule: Rule, offered: Offered | None) -> str:
    if rule.endpoint.startswith(STEWARDS_ONLY):
        return "steward"
    return offered.who if offered else "member"


@pytest.fixture
def tried(
    app: Flask,
    town: Busy,
    codes: dict[str, str],
    forms: dict[str, Offered],
    programs: dict[str, Program],
    twins: Twins,
) -> Callable[[str], frozenset[str]]:
    """Return a function that sends each route such a body in both ways, and tells which of them did something."""
    typed = typed_in(town, codes)

    def all_with(kind: str) -> frozenset[str]:
        done = set()
        for rule in unsafe(app):
            if kind != "meant" and not TAKES[rule.endpoint]:
                continue
            path, found = town.path(rule), forms.get(town.path(rule))
            program, body = programs[who(rule, found)], bodies(typed, rule, found)[kind]
            form, after_form = twins.after(program.browser, program.send_form, path, body)
            json, after_json = twins.after(program.browser, program.post, path, body)
            says = f"{rule.endpoint}: {json.get_data(as_text=True)[:300]}"

            assert told_alike(form, json, twins.known) == "", says
            assert after_json == after_form, rule.endpoint
            assert json.status_code != 422 or not after_json, rule.endpoint
            done |= {rule.endpoint} if form.status_code == 303 or after_json else set()
        return frozenset(done)

    return all_with


def test_what_is_meant_is_done_by_both_and_leaves_the_same_store(tried: Callable[[str], frozenset[str]]) -> None:
    assert TAKES.keys() - tried("meant") == NOT_DONE


def test_nothing_at_all_is_told_the_same_mistakes(tried: Callable[[str], frozenset[str]]) -> None:
    tried("nothing")


def test_the_wrong_things_are_told_the_same_mistakes(tried: Callable[[str], frozenset[str]]) -> None:
    tried("wrong")
