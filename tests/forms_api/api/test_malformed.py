"""What is no JSON, too deep, too large or of the wrong kind: refused with its reason, and nothing is done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from forms_api.api.schemas import body_schema
from forms_api.api.takes import TAKES
from forms_api.auth.csrf import FIELD
from forms_api.store.base import Store
from tests.builders import contents
from tests.forms_api.api.offered import Offered, Program, unsafe
from tests.forms_api.api.test_reader import corpus
from tests.forms_api.busy import Busy

# What these tests run is measured by those of each page; here it would double the time.
pytestmark = pytest.mark.no_cover

SHARES = 6
ARGUE = "proposals.argue"
BOMBS = [
    b"[" * 60_000,
    b'{"text":' * 8_000,
    b'{"text": ' + b"9" * 50_000 + b"}",
    b'{"text": 1e999999999}',
    b'{"text": NaN}',
    b'{"text": -Infinity}',
    b'{"text": "a", "text": "b"}',
    b'{"text": "\\ud800"}',
    b'{"text": "\x00"}',
    b'\xef\xbb\xbf{"text": "a"}',
    '{"text": "a"}'.encode("utf-16"),
    b"",
    b"csrf_token=x&text=a",
]
WRONG: list[Any] = [
    True,
    False,
    7,
    1.5,
    [],
    ["x"],
    [{}],
    [{"x": "y"}],
    {},
    {"x": "y"},
    [1, {}],
    [[]],
    [None],
    "x" * 300,
]


@pytest.fixture
def argue(app: Flask, town: Busy) -> str:
    (rule,) = [rule for rule in unsafe(app) if rule.endpoint == ARGUE]
    return town.path(rule)


def kept(store: Store) -> dict[str, Any]:
    return {name: rows for name, rows in contents(store).items() if name != "sessions"}


def test_every_text_of_the_test_suite_is_refused_at_a_route(
    programs: dict[str, Program], argue: str, store: Store, fixtures_dir: Path
) -> None:
    before = kept(store)
    for _kind, text in corpus(fixtures_dir):
        answer = programs["member"].post_bytes(argue, text)
        problem = answer.get_json()
        # An object that is JSON by the suite has none of the fields that are asked for here.
        assert answer.status_code == 400 or (answer.status_code == 422 and text.strip() == b"{}"), text
        assert answer.content_type == "application/problem+json"
        assert problem["detail"]

    assert kept(store) == before


@pytest.mark.parametrize("body", BOMBS, ids=[f"{body[:12]!r}" for body in BOMBS])
def test_a_bomb_is_refused_with_its_reason(
    programs: dict[str, Program], argue: str, store: Store, body: bytes
) -> None:
    before = kept(store)
    answer = programs["member"].post_bytes(argue, body)

    assert answer.status_code == 400
    assert answer.get_json()["code"] in {
        *("not-json", "not-utf-8", "too-deep", "bad-number", "name-twice", "half-a-sign", "not-an-object")
    }
    assert kept(store) == before


def test_the_place_of_a_fault_is_told(programs: dict[str, Program], argue: str) -> None:
    problem = programs["member"].post_bytes(argue, b'{\n "text" 1}').get_json()

    assert (problem["code"], problem["at"]) == ("not-json", {"line": 2, "column": 9})


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/json", 422),
        ("application/json; charset=utf-8", 422),
        ("application/json; charset=utf-16", 415),
        ("text/json", 415),
        ("application/problem+json", 415),
        ("text/plain", 415),
        ("", 415),
    ],
)
def test_json_is_taken_under_its_own_name_only(
    programs: dict[str, Program], argue: str, kind: str, status: int
) -> None:
    browser = programs["member"].browser
    headers = {"X-CSRF-Token": browser.token(), "Accept": "application/json"}
    answer = browser.raw.post(argue, data=b"{}", content_type=kind, headers=headers)

    assert answer.status_code == status


def test_what_is_too_large_is_refused_before_it_is_read(programs: dict[str, Program], argue: str) -> None:
    program = programs["member"]

    assert program.post_bytes(argue, b" " * 70_000).status_code == 413
    assert program.post(argue, {"text": "x" * 20_001}).status_code == 413
    assert program.post(argue, {f"f{i}": "x" for i in range(201)}).status_code == 413


def test_no_route_does_anything_for_json_without_its_token(
    app: Flask, town: Busy, programs: dict[str, Program], store: Store
) -> None:
    before = kept(store)
    for rule in unsafe(app):
        raw = programs["steward"].browser.raw
        for token in ({}, {"X-CSRF-Token": programs["member"].browser.token()}, {"X-CSRF-Token": "0.é".encode()}):
            answer = raw.post(town.path(rule), json={}, headers=[*token.items()])
            assert answer.status_code == 400, rule.endpoint

    assert kept(store) == before


def test_the_token_may_stand_in_the_body_as_in_a_form(
    programs: dict[str, Program], argue: str, store: Store
) -> None:
    browser = programs["member"].browser
    answer = browser.raw.post(argue, json={FIELD: browser.token(), "kind": "for", "text": "Knees."})

    assert answer.get_json()["ok"] is True


def test_wrong_kinds_in_every_field_are_told_at_the_field_or_refused_and_nothing_is_done(
    app: Flask, town: Busy, forms: dict[str, Offered], programs: dict[str, Program], store: Store
) -> None:
    before = kept(store)
    for rule in unsafe(app):
        path = town.path(rule)
        found = forms.get(path)
        fields = body_schema(TAKES[rule.endpoint]).get("properties", {"anything": {}})
        for place, (name, schema) in enumerate(fields.items()):
            # Each field meets some of them, and each of them some fields of every kind.
            for wrong in WRONG[place % SHARES :: SHARES]:
                if not fits(schema, wrong):
                    answer = programs[found.who if found else "member"].post(path, {name: wrong})
                    assert answer.status_code in (400, 401, 403, 404, 409, 410, 422) or not done(answer), (
                        f"{rule} {name}: {wrong!r}"
                    )

    assert kept(store) == before


def done(answer: TestResponse) -> bool:
    """Tell whether anything was done; else it is the page, once more, to a form that was not even looked at."""
    return answer.status_code != 200 or "ok" in answer.get_json()


def fits(schema: dict[str, Any], value: Any) -> bool:
    """Tell whether a value is of a field's own kind."""
    kinds = schema.get("type", "nothing")
    known = {bool: "boolean", str: "string", list: "array", dict: "object"}.get(type(value), "number")
    return known in kinds


def test_a_wrong_kind_is_told_in_words_at_its_field(programs: dict[str, Program], argue: str) -> None:
    answer = programs["member"].post(argue, {"kind": "for", "text": 7, "named": "yes"})

    assert answer.status_code == 422
    assert answer.get_json()["errors"] == {"text": ["Send a text here"], "named": ["Send true or false here"]}


@pytest.mark.parametrize("endpoint", [name for name, forms in TAKES.items() if not forms])
def test_a_button_takes_no_field(
    app: Flask, town: Busy, programs: dict[str, Program], store: Store, endpoint: str
) -> None:
    (rule,) = [rule for rule in unsafe(app) if rule.endpoint == endpoint]
    before = kept(store)
    for program in (programs["member"], programs["steward"]):
        assert program.post(town.path(rule), {"extra": None}).get_json()["code"] == "unknown-field"
        assert program.send_form(town.path(rule), {"extra": "x"}).status_code == 400

    assert kept(store) == before
