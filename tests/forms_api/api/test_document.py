"""The description of the service: complete, valid, up to date, and true to the forms that views really read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator

from forms_api.api.document import description
from forms_api.api.takes import ELSEWHERE, TAKES
from forms_api.auth.guards import access_of
from forms_api.forms.base import BaseForm
from forms_api.store.base import Store
from rsn.openapi_page import PAGE, written
from tests.forms_api.api.offered import Offered, Program, unsafe
from tests.forms_api.busy import Busy

# What these tests run is measured by those of each page; here it would double the time.
pytestmark = pytest.mark.no_cover


@pytest.fixture(scope="module")
def document(app: Flask) -> dict[str, Any]:
    return description(app)


def test_the_file_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == written(), "make openapi"


def test_the_service_hands_over_what_the_file_says(programs: dict[str, Program]) -> None:
    assert programs["stranger"].get("/forms/openapi.json").get_json() == json.loads(written())


def test_every_route_that_changes_something_says_what_it_takes(app: Flask) -> None:
    rules = [rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]

    assert {name for name in rules if not name.startswith(ELSEWHERE)} == set(TAKES)


def test_every_form_is_the_one_its_view_reads(
    app: Flask,
    town: Busy,
    forms: dict[str, Offered],
    programs: dict[str, Program],
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: set[type] = set()
    validate = BaseForm.validate

    def noting(form: BaseForm, extra_validators: Any = None) -> bool:
        read.update(type(form).__mro__)
        return validate(form, extra_validators)

    monkeypatch.setattr(BaseForm, "validate", noting)
    for rule in unsafe(app):
        found = forms.get(town.path(rule))
        read.clear()
        programs[found.who if found else "steward"].send_form(town.path(rule), {"strange": "x"})
        assert not read or read.issuperset(TAKES[rule.endpoint]), f"{rule.endpoint} reads {read}"
        assert bool(read) <= bool(TAKES[rule.endpoint]), f"{rule.endpoint} is no button"


def test_every_route_is_described_with_whom_it_is_for(app: Flask, document: dict[str, Any]) -> None:
    described = {
        (one["x-endpoint"], one["x-access"]) for path in document["paths"].values() for one in path.values()
    }
    views = {(name, str(access_of(view))) for name, view in app.view_functions.items()}

    assert described == {(name, access) for name, access in views if not name.startswith(ELSEWHERE)} | {
        (name, access) for name, access in views if name == "vote_mails.address"
    }


def test_each_schema_is_one_and_each_reference_leads_somewhere(document: dict[str, Any]) -> None:
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    for reference in references(document):
        found: Any = document
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]
        assert found


def references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if "$ref" in value else []
        return own + [found for inner in value.values() for found in references(inner)]
    return [found for inner in value for found in references(inner)] if isinstance(value, list) else []


def test_lengths_choices_and_what_is_required_come_from_the_form(document: dict[str, Any]) -> None:
    argument = document["components"]["schemas"]["proposals.ArgumentForm"]

    assert argument["required"] == ["kind", "text"]
    assert argument["properties"]["text"] == {"type": "string", "maxLength": 2000, "description": "My words"}
    assert argument["properties"]["kind"]["enum"] == ["for", "against", "neutral", "question"]
    assert argument["properties"]["named"]["type"] == "boolean"
    assert argument["additionalProperties"] is False


def test_a_ballot_by_any_method_has_one_description(document: dict[str, Any]) -> None:
    ballot = document["components"]["schemas"]["ballots.BallotForm"]["properties"]

    assert {"choice", "approve", "mark", "blank", "why", "phrase", "page"} == set(ballot)


def test_the_file_lies_beside_the_pages_that_tell_of_it() -> None:
    assert "openapi.json" in (Path(PAGE).parent / "api.md").read_text("utf-8")
