"""Forms for the advice of a program's people, and for what is answered to it."""

from __future__ import annotations

from wtforms import BooleanField, TextAreaField

from forms_api.forms.base import BaseForm
from forms_api.forms.text import MaxLength, Required
from presentation.translations import N_

ADVICE_SIGNS = 1_000
ANSWER_SIGNS = 2_000


class AdviceForm(BaseForm):
    text = TextAreaField(N_("My advice"), [Required(N_("Write what you advise")), MaxLength(ADVICE_SIGNS)])
    named = BooleanField(N_("Show my name; otherwise it says “a member”"))


class AnswerForm(BaseForm):
    text = TextAreaField(
        N_("What the decision answers"),
        [Required(N_("Write what the decision answers to the advice")), MaxLength(ANSWER_SIGNS)],
    )
