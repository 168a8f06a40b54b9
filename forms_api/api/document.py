"""The OpenAPI description of the service: made from its routes, their forms and their guards, never by hand."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from forms_api.api.answer_schemas import COMPONENTS
from forms_api.api.asked import JSON, PROBLEM
from forms_api.api.schemas import Schema, body_schema
from forms_api.api.takes import ELSEWHERE, TAKES, Forms
from forms_api.auth.guards import Access, access_of

DESCRIPTION = (
    "Every page of the forms service, for programs: ask with `Accept: application/json`, send `application/json`. "
    "The fields are those of the pages; docs/api.md tells how names, sign-in and errors go. A GET changes nothing."
)
TEXTS = frozenset({"ballots.receipt_file", "ballot_codes.receipt_file"})
"""What is a file of plain text for everybody."""

EXACT = {"api.session": "Session", "api.openapi": "Anything", "own_data.everything": "Anything"}
CONVERTED: dict[str, Schema] = {"IntegerConverter": {"type": "integer", "minimum": 0}}

WHEREVER = {
    400: "The request could not be read: no JSON, an unknown field, no token, a foreign site.",
    403: "This is for stewards.",
    404: "There is nothing here, or not for who asks.",
    409: "It cannot be done as things stand; `detail` says why.",
    410: "It is no longer there.",
    429: "Too many tries; Retry-After says how many seconds to wait.",
    503: "Nothing can be stored now; try again later.",
}
GUARDED = {401: "Sign in first, or sign in once more; `see` says where."}
SENT = {
    413: "The body, a field, or the number of fields is too large.",
    415: "The body is neither application/json nor a urlencoded form.",
    422: "Mistakes in the form: all of them, by field and in order.",
}


def as_text(found: Schema) -> str:
    """Return the description as a file."""
    return json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def description(app: Flask) -> Schema:
    """Return the OpenAPI 3.1 document of the routes of *app*, those of the demo left out."""
    paths: dict[str, Schema] = {}
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith(ELSEWHERE):
            continue
        path = paths.setdefault(_path(rule), {})
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            path[method.lower()] = _operation(app, rule, method)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Reciprocal Strength Network: forms", "version": "1", "description": DESCRIPTION},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": COMPONENTS | {"schemas": COMPONENTS["schemas"] | _bodies(), "responses": _problems()},
    }


def _path(rule: Rule) -> str:
    return "".join(f"{{{part}}}" if dynamic else part for dynamic, part in _parts(rule))


def _parts(rule: Rule) -> list[tuple[bool, str]]:
    # The trace of a rule begins with the host's part, which is none here.
    return [(dynamic, part) for dynamic, part in rule._trace if part != "|"]


def _operation(app: Flask, rule: Rule, method: str) -> Schema:
    view = app.view_functions[rule.endpoint]
    access = access_of(view)
    found: Schema = {
        "operationId": f"{method.lower()} {_path(rule)}",
        "summary": (view.__doc__ or "").strip().split("\n")[0],
        "tags": [rule.endpoint.split(".")[0]],
        "x-access": str(access),
        "x-endpoint": rule.endpoint,
        "responses": _responses(rule.endpoint, method, access),
    }
    if rule.arguments:
        found["parameters"] = [_parameter(rule, name) for name in sorted(rule.arguments)]
    session = [] if access is Access.PUBLIC else ["session"]
    needs = [*session, "token"] if method == "POST" else session
    if needs:
        found["security"] = [{name: [] for name in needs}]
    if method == "POST":
        schema = {"$ref": f"#/components/schemas/{_named(TAKES[rule.endpoint])}"}
        found["requestBody"] = {"required": True, "content": {JSON: {"schema": schema}}}
    return found


def _parameter(rule: Rule, name: str) -> Schema:
    converter = rule._converters[name]
    schema = CONVERTED.get(type(converter).__name__, {"type": "string", "minLength": 1})
    if hasattr(converter, "items"):
        schema = {"type": "string", "enum": sorted(converter.items)}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _responses(endpoint: str, method: str, access: Access | None) -> Schema:
    wrong = WHEREVER | (GUARDED if access is not Access.PUBLIC else {}) | (SENT if method == "POST" else {})
    found: Schema = {"200": _done(endpoint, method)}
    if method == "GET":
        found["303"] = _answer("The page leads on.", "See")
    found |= {str(status): {"$ref": f"#/components/responses/{status}"} for status in wrong}
    return dict(sorted(found.items()))


def _problems() -> Schema:
    """Return the answers that many routes share, by their status."""
    return {
        str(status): _answer(says, "Mistakes" if status == HTTPStatus.UNPROCESSABLE_ENTITY else "Problem", PROBLEM)
        for status, says in sorted((WHEREVER | GUARDED | SENT).items())
    }


def _bodies() -> Schema:
    """Return what is sent, by the name of its form."""
    return {_named(forms): body_schema(forms) for forms in TAKES.values()}


def _named(forms: Forms) -> str:
    if not forms:
        return "Button"
    (form,) = forms
    return f"{form.__module__.rsplit('.', 1)[-1]}.{form.__name__}"


def _done(endpoint: str, method: str) -> Schema:
    if endpoint in TEXTS:
        return {"description": "A file.", "content": {"text/plain": {"schema": {"type": "string"}}}}
    if endpoint in EXACT:
        return _answer("What was asked for.", EXACT[endpoint])
    if method == "GET":
        return _answer("What stands on the page.", "Page")
    schema = {"oneOf": [{"$ref": "#/components/schemas/Done"}, {"$ref": "#/components/schemas/Page"}]}
    says = "It is done; or the page of the next step, where there is one more."
    return {"description": says, "content": {JSON: {"schema": schema}}}


def _answer(says: str, schema: str, kind: str = JSON) -> dict[str, Any]:
    return {"description": says, "content": {kind: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}}
