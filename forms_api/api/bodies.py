"""A JSON body as the form it stands for: the view that reads it never knows the difference."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

from flask import abort, g, request
from werkzeug.datastructures import ImmutableMultiDict
from wtforms import BooleanField, Field, FieldList, FormField, SelectField, SelectMultipleField

from forms_api.api.naming import Kind, named
from forms_api.api.reader import Malformed, read_object
from forms_api.language import gettext as _
from presentation.translations import N_

JSON_TYPE = "application/json"
UNKNOWN = N_("There is no such field here.")
WRONG_TYPE = N_("A field holds another kind of value than it takes.")


def read_into_form() -> None:
    """
    Let *request.form* hold what the JSON body says.

    Raises:
        Malformed: it is no JSON that a form could stand for.
    """
    if request.mimetype_params.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        abort(415)
    found = named(read_object(request.get_data()))
    g.json_kinds = found.kinds
    # A cached property of the request: who asks for the form from now on gets this one.
    request.__dict__["form"] = ImmutableMultiDict(found.pairs)


def sent_names() -> set[str]:
    """Return the names of all that was sent, of what stands for nothing too."""
    return {*request.form, *g.get("json_kinds", ())}


def refuse_unknown(names: set[str]) -> NoReturn:
    """Refuse a body in which *names* are no fields; a program is told which."""
    if "json_kinds" in g:
        raise Malformed("unknown-field", UNKNOWN, fields=names)
    abort(400)


def kinds_fit(form: Any) -> bool:
    """
    Tell whether each value of a JSON body is of its field's kind; if not, it is said at the field.

    Raises:
        Malformed: a name is no field of the form, or a whole group is something else.
    """
    kinds: dict[str, Kind] | None = g.get("json_kinds")
    if kinds is None:
        return True
    fields = dict(_fields_in(form))
    if unknown := kinds.keys() - fields.keys():
        raise Malformed("unknown-field", UNKNOWN, fields=unknown)
    wrong = [(fields[name], kind) for name, kind in kinds.items() if not _fits(fields[name], kind)]
    for field, _kind in wrong:
        if isinstance(field, (FormField, FieldList)):
            raise Malformed("wrong-type", WRONG_TYPE, fields=[field.name])
        field.errors = [_(_wanted(field)[1])]
    return not wrong


def _fields_in(form: Any) -> Iterator[tuple[str, Field]]:
    for field in form:
        yield field.name, field
        if isinstance(field, FormField):
            yield from _fields_in(field.form)
        elif isinstance(field, FieldList):
            for entry in field:
                yield entry.name, entry
                if isinstance(entry, FormField):
                    yield from _fields_in(entry.form)


def _fits(field: Field, kind: Kind) -> bool:
    return kind is Kind.NOTHING or kind in _wanted(field)[0]


def _wanted(field: Field) -> tuple[frozenset[Kind], str]:
    """Return the kinds a field takes, and what is said to any other."""
    if isinstance(field, FormField):
        return frozenset({Kind.GROUP}), WRONG_TYPE
    if isinstance(field, FieldList):
        return frozenset({Kind.NO_ROWS}), WRONG_TYPE
    if isinstance(field, BooleanField):
        return frozenset({Kind.TICK}), N_("Send true or false here")
    if isinstance(field, SelectMultipleField):
        return frozenset({Kind.TEXTS, Kind.NO_ROWS}), N_("Send a list of texts here")
    if isinstance(field, SelectField) or getattr(field, "takes_numbers", False):
        return frozenset({Kind.TEXT, Kind.NUMBER}), N_("Send a text or a number here")
    return frozenset({Kind.TEXT}), N_("Send a text here")
