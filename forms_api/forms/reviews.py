"""The form for looking back at a decision."""

from __future__ import annotations

from wtforms import TextAreaField

from forms_api.forms.base import BaseForm
from forms_api.forms.text import MaxLength, Required
from presentation.translations import N_

REVIEW_SIGNS = 2_000


class ReviewForm(BaseForm):
    did = TextAreaField(
        N_("Did it do what it promised?"),
        [Required(N_("Write whether it did what it promised")), MaxLength(REVIEW_SIGNS)],
    )
    learnt = TextAreaField(
        N_("What did we learn?"), [Required(N_("Write what was learnt")), MaxLength(REVIEW_SIGNS)]
    )
