"""Fields for choosing and for days, with words of our own where the choice does not fit."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import Field, Form, RadioField, SelectField, StringField
from wtforms.validators import ValidationError

from forms_api.language import gettext as _
from presentation.translations import N_


class OneOf:
    """Refuses what was not offered; says the same as an empty choice."""

    def __init__(self, says: str) -> None:
        self.says = says

    def __call__(self, _form: Form, field: Any) -> None:
        if field.data not in [value for value, *_rest in field.iter_choices()]:
            raise ValidationError(_(self.says))


def one_of(text: str, says: str, choices: Any = None) -> RadioField:
    """Return radio buttons of which one has to be pressed; nothing is pressed beforehand."""
    return RadioField(text, [OneOf(says)], choices=choices, validate_choice=False)


def picked(text: str, says: str, choices: Any = None) -> SelectField:
    """Return a list to pick one entry from."""
    return SelectField(text, [OneOf(says)], choices=choices, validate_choice=False)


class DayField(StringField):
    """A day, typed or picked as 2027-03-01."""

    WRONG = N_("Enter the day as year-month-day, like 2027-03-01")

    @property
    def day(self) -> date | None:
        """The day that was typed, or None where it is none."""
        try:
            return date.fromisoformat((self.data or "").strip())
        except ValueError:
            return None


class ADay:
    """Refuses what is no day."""

    def __call__(self, _form: Form, field: Field) -> None:
        if isinstance(field, DayField) and field.day is None:
            raise ValidationError(_(DayField.WRONG))
