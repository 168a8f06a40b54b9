"""JSON Schemas of what is answered: pages, what was done, mistakes, problems, and how to prove who asks."""

from __future__ import annotations

from typing import Any

from forms_api.auth.csrf import HEADER

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
YES_OR_NO: Schema = {"type": "boolean"}


def _object(*, also: Schema | None = None, **properties: Schema) -> Schema:
    """Return the schema of an object that has *properties*, and perhaps those in *also*."""
    found = {"type": "object", "properties": properties | (also or {}), "required": list(properties)}
    return found | {"additionalProperties": False}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(schema: Schema) -> Schema:
    return {"oneOf": [schema, {"type": "null"}]}


CHOICE = _object(value=TEXT, label=TEXT, chosen=YES_OR_NO)
FIELD = _object(
    name=TEXT,
    type=TEXT,
    label=TEXT,
    also={"value": TEXT, "required": YES_OR_NO, "hint": TEXT, "choices": _list(CHOICE)},
)
FORM = _object(
    action=TEXT,
    method={"enum": ["GET", "POST"]},
    fields=_list(FIELD),
    buttons=_list(_object(text=TEXT, name=TEXT, value=TEXT)),
)
SECTION = _object(heading=TEXT, level={"type": "integer"}, text=_list(TEXT), rows=_list(_list(TEXT)))
PAGE = _object(
    title=TEXT,
    language=TEXT,
    sections=_list(SECTION),
    links=_list(_object(text=TEXT, href=TEXT)),
    forms=_list(FORM),
    values={"type": "object", "description": "Exact values, for the pages that have them (docs/api.md)."},
)
RECEIPT = _object(proposal=TEXT, code=TEXT, commitment=TEXT, pseudonym=TEXT, salt=TEXT, promise=TEXT)
DONE = _object(ok={"const": True}, see=TEXT, also={"receipt": _or_null(RECEIPT)})
_PROBLEM: dict[str, Schema] = {
    "type": {"const": "about:blank"},
    "title": TEXT,
    "status": {"type": "integer"},
    "detail": TEXT,
}
PLACE = _object(line={"type": "integer"}, column={"type": "integer"})
PROBLEM = _object(also={"code": TEXT, "at": PLACE, "fields": _list(TEXT), "see": TEXT}, **_PROBLEM)
MISTAKES = _object(
    **_PROBLEM,
    errors={"type": "object", "additionalProperties": _list(TEXT)},
    summary=_list(TEXT),
)
SESSION = _object(
    csrf_token=TEXT,
    signed_in=_or_null(_object(name=TEXT, steward=YES_OR_NO)),
    acting_for=_or_null(_object(name=TEXT)),
    language=TEXT,
    languages=_list(TEXT),
)

COMPONENTS: Schema = {
    "schemas": {
        "Page": PAGE,
        "Done": DONE,
        "See": _object(see=TEXT),
        "Problem": PROBLEM,
        "Mistakes": MISTAKES,
        "Session": SESSION,
        "Anything": {"type": "object"},
    },
    "securitySchemes": {
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": "__Host-rsn",
            "description": "Given at the first request; it counts once signed in. Over http it is named rsn.",
        },
        "token": {
            "type": "apiKey",
            "in": "header",
            "name": HEADER,
            "description": "The csrf_token of GET /forms/session, good for two hours and one sign-in.",
        },
    },
}
