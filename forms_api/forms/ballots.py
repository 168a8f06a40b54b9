"""The ballot: what is chosen, and a phrase of the voter's own."""

from __future__ import annotations

from wtforms import HiddenField, StringField

from domain.governance.ballot import MAX_PHRASE
from domain.governance.methods.yes_no import Choice
from forms_api.forms.base import BaseForm
from forms_api.forms.fields import OneRadio, option
from forms_api.forms.text import MaxLength, Required
from presentation.translations import N_

CHOICES = [
    option(Choice.YES, N_("Yes")),
    option(Choice.NO, N_("No")),
    option(Choice.ABSTAIN, N_("Abstain")),
]
PAGE_SIGNS = 64


class BallotForm(BaseForm):
    choice = OneRadio(N_("Your vote"), [Required(N_("Choose yes, no or abstain"))], choices=CHOICES)
    phrase = StringField(N_("A phrase of your own, if you like"), [MaxLength(MAX_PHRASE)])


class CastForm(BallotForm):
    """The ballot once more, behind the page on which it is checked; *page* tells one sending from another."""

    page = HiddenField(validators=[MaxLength(PAGE_SIGNS)])
