"""The ballot: what is chosen, and a phrase of the voter's own."""

from __future__ import annotations

from wtforms import HiddenField, StringField

from domain.governance.ballot import MAX_PHRASE
from domain.governance.methods.yes_no import Choice
from forms_api.forms.base import BaseForm
from forms_api.forms.choosing import one_of
from forms_api.forms.text import MaxLength
from presentation.translations import N_

CHOICES = [
    (Choice.YES.value, N_("Yes")),
    (Choice.NO.value, N_("No")),
    (Choice.ABSTAIN.value, N_("Abstain")),
]
SAYS = N_("Choose yes, no or abstain")
PAGE_SIGNS = 64


class BallotForm(BaseForm):
    choice = one_of(N_("Your vote"), SAYS, CHOICES)
    phrase = StringField(N_("A phrase of your own, if you like"), [MaxLength(MAX_PHRASE)])


class CastForm(BallotForm):
    """The ballot once more, behind the page on which it is checked; *page* tells one sending from another."""

    page = HiddenField(validators=[MaxLength(PAGE_SIGNS)])
