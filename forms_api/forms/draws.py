"""Forms for drawing lots: a secret, its revealing, and a public draw."""

from __future__ import annotations

from wtforms import StringField

from forms_api.forms.base import BaseForm
from forms_api.forms.fields import Day
from forms_api.forms.text import MaxLength, Required
from presentation.translations import N_

SECRET_SIGNS = 200
NAME_SIGNS = 120
DRAWN_SIGNS = 300


class SecretForm(BaseForm):
    secret = StringField(N_("Your secret"), [Required(N_("Enter your secret")), MaxLength(SECRET_SIGNS)])


class PublicDrawForm(BaseForm):
    name = StringField(
        N_("Which public draw"), [Required(N_("Name a draw that everyone can look up")), MaxLength(NAME_SIGNS)]
    )
    on = Day(N_("The day of the draw"), [Required(N_("Enter the day on which it is held"))])


class DrawnForm(BaseForm):
    words = StringField(N_("What came out"), [Required(N_("Write what came out")), MaxLength(DRAWN_SIGNS)])
