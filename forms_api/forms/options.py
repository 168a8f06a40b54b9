"""The options of a proposal: rows of a form that grow by a button, without a script."""

from __future__ import annotations

import re
from typing import Any

from wtforms import FieldList, FormField, StringField, SubmitField, TextAreaField, ValidationError

from domain.governance.method_rules import MOST_OPTIONS
from domain.governance.proposal import Option
from forms_api.forms.base import BaseForm, PartForm, typed
from forms_api.forms.fields import Figure
from forms_api.forms.text import MaxLength
from forms_api.language import gettext as _
from presentation.translations import N_

FIRST_ROWS = 2
OPTION_TITLE_SIGNS = 120
OPTION_TEXT_SIGNS = 1_000
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")
_AMOUNT = re.compile(r"\d{1,9}(?:\.\d{1,2})?", re.ASCII)


class AmountText(Figure):
    """A sum of money without its currency: "1200", "12.50", "12,50"; *amount* is it in one way of writing."""

    @property
    def amount(self) -> str:
        text = (self.data or "").strip().replace(" ", "").translate(_DIGITS).replace(",", ".")
        if not _AMOUNT.fullmatch(text):
            return ""
        whole, _dot, part = text.partition(".")
        return f"{int(whole)}.{part:0<2}" if part.strip("0") else str(int(whole))

    def pre_validate(self, form: Any) -> None:
        if self.data and not self.amount:
            raise ValidationError(_("Enter a sum like 1200 or 12.50"))


class OptionPart(PartForm):
    title = StringField(N_("Its title"), [MaxLength(OPTION_TITLE_SIGNS)])
    text = TextAreaField(N_("What it means"), [MaxLength(OPTION_TEXT_SIGNS)])
    cost = AmountText(N_("What it costs"))

    def validate_title(self, field: Any) -> None:
        """Ask for a title where anything else of the option is written."""
        if not field.data and (self.text.data or self.cost.data):
            raise ValidationError(_("Give this option a title, or empty it"))


class OptionRows(BaseForm):
    """
    A form with options. A row without a title is none; *more* asks for one more row and keeps all that was typed.
    """

    options = FieldList(FormField(OptionPart), max_entries=MOST_OPTIONS)
    more = SubmitField(N_("Add another option"))

    def make_room(self) -> None:
        """Show the first rows, and one more where it was asked for."""
        wanted = max(FIRST_ROWS, len(self.options) + bool(self.more.data))
        while len(self.options) < min(wanted, MOST_OPTIONS):
            self.options.append_entry()

    @property
    def given_options(self) -> tuple[Option, ...]:
        """The options that were typed, without ids."""
        rows: Any = (row.form for row in self.options)
        return tuple(
            Option("", typed(row.title), typed(row.text), row.cost.amount) for row in rows if typed(row.title)
        )


def option_rows(options: tuple[Option, ...]) -> list[dict[str, str]]:
    """Return options as the first values of their rows."""
    return [{"title": o.title, "text": o.text, "cost": o.cost} for o in options]
