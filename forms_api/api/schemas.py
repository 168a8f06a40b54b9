"""JSON Schemas of the bodies that routes take, made from the classes of their forms."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, DateField, EmailField, FieldList, FormField, SelectField, SelectMultipleField

from domain.governance.policy import Method, MethodRules, Policy
from domain.governance.proposal import Option
from forms_api.api.takes import Forms
from forms_api.forms.ballots import BallotForm, ballot_class
from forms_api.forms.text import MaxLength, Required

Schema = dict[str, Any]

MARKS = {
    "type": "object",
    "additionalProperties": {"type": ["string", "number"]},
    "description": "A mark for each option, by its id; the ballot’s page lists them.",
}
_EVERY_RULE = MethodRules(max_score=5, seats=1, quota="droop", arithmetic="exact", credits=9, budget="100")


def body_schema(forms: Forms) -> Schema:
    """Return the schema of what a route takes: nothing but an empty object where it is a button."""
    if not forms:
        return {"type": "object", "additionalProperties": False, "maxProperties": 0}
    (form,) = forms
    return _ballot(form) if issubclass(form, BallotForm) else form_schema(form)


def form_schema(form: type) -> Schema:
    """Return the schema of a form's fields, groups and rows of fields included."""
    fields = _unbound(form)
    properties = {name: _field(*found) for name, found in fields.items()}
    required = [name for name, (_kind, args, kwargs) in fields.items() if _check(args, kwargs, Required)]
    found: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return found | ({"required": required} if required else {})


def _unbound(form: type) -> dict[str, tuple[type, tuple[Any, ...], dict[str, Any]]]:
    """Return the fields of a form's class in the order of their making: class, arguments, named arguments."""
    made = [(name, getattr(form, name)) for name in dir(form) if not name.startswith("_")]
    fields = [(name, field) for name, field in made if hasattr(field, "_formfield")]
    ordered = sorted(fields, key=lambda pair: pair[1].creation_counter)
    return {name: (field.field_class, field.args, field.kwargs) for name, field in ordered}


def _check(args: tuple[Any, ...], kwargs: dict[str, Any], kind: type) -> Any:
    checks = kwargs.get("validators") or (args[1] if len(args) > 1 and isinstance(args[1], (list, tuple)) else ())
    return next((check for check in checks if isinstance(check, kind)), None)


def _field(kind: type, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Schema:
    if issubclass(kind, FormField):
        return form_schema(args[0])
    if issubclass(kind, FieldList):
        return _rows(args[0], kwargs)
    label = args[0] if args and isinstance(args[0], str) else ""
    says: Schema = {"description": label} if label else {}
    return says | _typed(kind, args, kwargs)


def _rows(inner: Any, kwargs: dict[str, Any]) -> Schema:
    row = _field(inner.field_class, inner.args, inner.kwargs)
    if not issubclass(inner.field_class, FormField):
        return {"type": "object", "additionalProperties": row, "description": "By place: 0, 1, 2 …"}
    return {"type": "array", "items": row, "maxItems": kwargs["max_entries"]}


def _typed(kind: type, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Schema:
    if issubclass(kind, BooleanField):
        return {"type": "boolean"}
    choices = [choice.value for choice in kwargs.get("choices") or ()]
    one: Schema = {"enum": [str(choice) for choice in choices]} if choices else {}
    if issubclass(kind, SelectMultipleField):
        return {"type": "array", "items": {"type": "string"} | one, "uniqueItems": True}
    if issubclass(kind, SelectField):
        return {"type": "string"} | one
    if issubclass(kind, DateField):
        return {"type": "string", "format": "date"}
    longest = _check(args, kwargs, MaxLength)
    text: Schema = {"type": ["string", "number"] if getattr(kind, "takes_numbers", False) else "string"}
    if issubclass(kind, EmailField):
        text["format"] = "email"
    return text | ({"maxLength": longest.most} if longest else {})


def _ballot(form: type[BallotForm]) -> Schema:
    """Return the schema of a ballot by any method: what is filled in depends on the vote, as its page tells."""
    properties: Schema = {}
    for method in Method:
        policy = Policy("any", 1, {}, {}, method=method, rules=_EVERY_RULE)
        made = form_schema(ballot_class(policy, [Option("an-option", "")], form))["properties"]
        for name, schema in made.items():
            known = properties.get(name)
            properties[name] = schema if known in (None, schema) else {"type": schema["type"]}
    for name in [name for name in properties if name.startswith("mark-")]:
        del properties[name]
    for open_ended in ("choice", "approve"):
        properties[open_ended] = _without_enum(properties[open_ended])
    return {"type": "object", "properties": properties | {"mark": MARKS}, "additionalProperties": False}


def _without_enum(schema: Schema) -> Schema:
    """Return the schema of a choice among options, which every vote has others of."""
    plain = {key: value for key, value in schema.items() if key not in ("enum", "description")}
    return plain | ({"items": {"type": "string"}} if schema["type"] == "array" else {})
