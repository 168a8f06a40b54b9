"""Votes on paper: letters with ballot codes, the code that is typed, and the sheets of a polling table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, StringField

from domain.governance.methods.box import INVALID
from forms_api.auth.csrf import FIELD
from forms_api.forms.ballots import BallotForm
from forms_api.forms.base import BaseForm
from forms_api.forms.fields import OneRadio, Ticks, option
from forms_api.forms.text import MaxLength, Required
from presentation.translations import N_

CODE_SIGNS = 80
"""As many as anybody types with spaces and dashes between."""

SET_SIGNS = 64
EVERYBODY, WITHOUT_MAIL, CHOSEN = "everybody", "without-mail", "chosen"
FOR_WHOM = [
    option(WITHOUT_MAIL, N_("Everybody on the roll whom no mail reaches")),
    option(CHOSEN, N_("The members ticked below")),
    option(EVERYBODY, N_("Everybody on the roll")),
]


class LettersForm(BaseForm):
    """For whom letters are made; *letters* is the random text that names the set."""

    whom = OneRadio(N_("Letters for"), [Required(N_("Choose whom the letters are for"))], choices=FOR_WHOM)
    members = Ticks(N_("Members"), choices=(), default=())
    letters = HiddenField(validators=[MaxLength(SET_SIGNS)])


class OpenForm(BaseForm):
    """The first step of a vote by code."""

    code = StringField(
        N_("The code in your letter"), [Required(N_("Type the code in your letter")), MaxLength(CODE_SIGNS)]
    )


class CodeBallotForm(BallotForm):
    """A ballot that a code casts; the code goes along from page to page."""

    code = HiddenField(validators=[MaxLength(CODE_SIGNS)])


class SheetForm(BallotForm):
    """One ballot on paper: its code, and what stands on it."""

    code = StringField(
        N_("The code on the sheet"), [Required(N_("Type the code on the sheet")), MaxLength(CODE_SIGNS)]
    )
    spoiled = BooleanField(N_("Spoiled: it cannot be read, or breaks the rules of the ballot"))

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Tell whether the form holds a sheet; of a spoiled one only the code is looked at."""
        fits = super().validate(extra_validators=extra_validators)
        if not self.spoiled.data:
            return fits
        for field in self:
            if field.name not in ("code", FIELD):
                field.errors = []
        self.answer = INVALID
        return not self.errors


class ComparedForm(BaseForm):
    """The second person's word."""

    compared = BooleanField(
        N_("I compared every line with its sheet"), [Required(N_("Tick that you compared every line"))]
    )


class NumberForm(BaseForm):
    """Which sheet of a batch is taken out."""

    number = HiddenField(validators=[MaxLength(4)])


class BeginForm(BaseForm):
    """A new batch; *batch* is the random text that names it."""

    batch = HiddenField(validators=[MaxLength(SET_SIGNS)])
