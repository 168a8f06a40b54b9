"""
The form every form is made from: bound to its browser, its text cleaned, strange fields refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import g, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, FieldList, Form, FormField, HiddenField, StringField, TextAreaField
from wtforms.meta import DefaultMeta

from forms_api import language
from forms_api.api import bodies
from forms_api.auth.csrf import FIELD, BrowserBound
from forms_api.forms.text import CleanText
from forms_api.services.text_rules import normal


class _Said:
    """WTForms' own few messages, in the language of the answer."""

    def gettext(self, text: str) -> str:
        return language.gettext(text)

    def ngettext(self, one: str, many: str, number: int) -> str:
        return language.ngettext(one, many, number)


class _CleanMeta(DefaultMeta):
    def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
        """Return the field with the text rules put before its own validators."""
        return cleaned(super().bind_field(form, unbound_field, options))

    def get_translations(self, form: Any) -> Any:
        return _Said()


def cleaned(field: Field) -> Field:
    """Return *field*; a text field checks what comes in before anything else looks at it."""
    if isinstance(field, HiddenField):
        # Several forms on one page have the same hidden fields; nothing points at them by id.
        field.render_kw = {"id": False}
    if isinstance(field, StringField):
        lines = isinstance(field, TextAreaField)
        field.validators = (CleanText(lines=lines), *field.validators)
    return field


class PartForm(Form):
    """A group of fields inside a form."""

    Meta = _CleanMeta


class BaseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF carries no types
    """A form of the service; `validate_on_submit` is the only way to its effect."""

    class Meta(_CleanMeta, FlaskForm.Meta):  # type: ignore[misc]
        csrf = True
        csrf_class = BrowserBound
        csrf_field_name = FIELD

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Return what was sent, each value cleaned before any field reads or shows it."""
            # Left to itself Flask-WTF would parse an empty JSON body once more, by rules that are not ours.
            sent = request.form if _sent_json(formdata) else super().wrap_formdata(form, formdata)
            if sent is None:
                return None
            return MultiDict((name, normal(value)) for name, value in sent.items(multi=True))

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """
        Tell whether everything typed fits; the errors stand at the fields.

        A name that is no field of the form did not come from our page: the request is refused as a whole.
        """
        if unknown := set(request.form) - set(names_in(self)):
            bodies.refuse_unknown(unknown)
        fits = bool(super().validate(extra_validators=extra_validators))
        if "by_program" in g:
            g.form = self
            return bodies.kinds_fit(self) and fits
        return fits


def _sent_json(formdata: Any) -> bool:
    return formdata is not None and not isinstance(formdata, MultiDict) and "json_kinds" in g


def typed(field: Field) -> str:
    """Return what was typed into a text field, cleaned; empty if nothing was."""
    return field.data if isinstance(field.data, str) else ""


def names_in(form: Any) -> Iterator[str]:
    """Go through the names that *form* takes: of its fields, those inside groups and lists included."""
    for field in form:
        if isinstance(field, FormField):
            yield from names_in(field.form)
        elif isinstance(field, FieldList):
            yield from names_in(field)
        else:
            yield field.name


class ActForm(BaseForm):
    """A form that is one button: it proves where it came from and says nothing else."""
