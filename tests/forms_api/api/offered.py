"""Every form that the pages of a busy town offer, as a program finds it: by the JSON of the page it stands on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from forms_api.api.schemas import body_schema
from forms_api.api.takes import TAKES
from forms_api.auth.csrf import FIELD
from tests.forms_api.busy import Busy
from tests.forms_api.client import Browser

JSON = {"Accept": "application/json"}
URLENCODED = "application/x-www-form-urlencoded"
Fields = dict[str, Any]


@dataclass
class Program:
    """A client that keeps its cookie, reads JSON and sends JSON with the token of its browser."""

    browser: Browser

    def get(self, path: str) -> TestResponse:
        return self.browser.raw.get(path, headers=JSON)

    def post(self, path: str, body: Any) -> TestResponse:
        headers = {"X-CSRF-Token": self.browser.token(), **JSON}
        return self.browser.raw.post(path, json=body, headers=headers)

    def post_bytes(self, path: str, body: bytes) -> TestResponse:
        headers = {"X-CSRF-Token": self.browser.token(), **JSON}
        return self.browser.raw.post(path, data=body, content_type="application/json", headers=headers)

    def send_form(self, path: str, fields: Fields) -> TestResponse:
        """Send the same as a page would: names with dashes, ticks as y, urlencoded."""
        data = {FIELD: self.browser.token(), **dict(as_form(fields))}
        return self.browser.raw.post(path, data=data, content_type=URLENCODED)


def as_form(fields: Fields) -> list[tuple[str, Any]]:
    """Return *fields* by flat names as a page's form would send them."""
    sent = {name: "y" if value is True else value for name, value in fields.items()}
    return [(name, str(v) if isinstance(v, (int, float)) else v) for name, v in sent.items() if v is not False]


@dataclass
class Offered:
    """A form on a page: who it is offered to, and what it would send as it stands."""

    who: str
    fields: Fields = field(default_factory=dict)


def offered(app: Flask, town: Busy, programs: dict[str, Program]) -> dict[str, Offered]:
    """Return the forms of all pages by their address; the first who is offered one has it."""
    found: dict[str, Offered] = {}
    for who, program in programs.items():
        for rule in app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or rule.endpoint.startswith(("demo.", "api.")):
                continue
            path = town.path(rule)
            answer = program.get(path)
            if answer.status_code == 200 and answer.mimetype == "application/json":
                for form in answer.get_json()["forms"]:
                    address = (form["action"] or path).split("?")[0].split("#")[0]
                    if form["method"] == "POST" and address not in found:
                        found[address] = Offered(who, _standing(app, address, form))
    return found


def _standing(app: Flask, address: str, form: dict[str, Any]) -> Fields:
    """Return what the form holds, as values of the kinds that the description of its route tells."""
    endpoint, _ = app.url_map.bind("localhost").match(address, method="POST")
    schema = body_schema(TAKES[endpoint]) if endpoint in TAKES else {}
    values = {one["name"]: value for one in form["fields"] if (value := _value(one)) is not None}
    return {name: _typed(kind_of(schema, name), value) for name, value in values.items()}


def _value(one: dict[str, Any]) -> list[str] | None:
    if "choices" not in one:
        return [one["value"]]
    chosen = [choice["value"] for choice in one["choices"] if choice["chosen"]]
    if one["type"] == "checkbox":
        return chosen
    # Nothing is chosen beforehand among radio buttons; somebody who presses the first one chooses that.
    return chosen or [choice["value"] for choice in one["choices"][:1]] or None


def _typed(kind: str, values: list[str]) -> Any:
    if kind == "boolean":
        return bool(values)
    return values if kind == "array" else "".join(values)


def kind_of(schema: dict[str, Any], name: str) -> str:
    """Return the type of a field by its flat name, in the schema of its form."""
    properties = schema.get("properties", {})
    if name in properties:
        return str(properties[name]["type"]) if isinstance(properties[name]["type"], str) else "string"
    for group, inner in properties.items():
        if name.startswith(f"{group}-"):
            rest = name[len(group) + 1 :]
            if inner["type"] == "array":
                return kind_of(inner["items"], re.sub(r"^\d+-", "", rest))
            return kind_of(inner, rest)
    return "string"


def unsafe(app: Flask) -> list[Rule]:
    """Return the routes that change something, those of the demo left out."""
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    return sorted((rule for rule in rules if rule.endpoint in TAKES), key=lambda rule: rule.rule)
