"""Was my ballot counted? One field for what stands on a receipt."""

from __future__ import annotations

from wtforms import StringField

from forms_api.forms.base import BaseForm
from forms_api.forms.text import MaxLength, Required
from presentation.translations import N_

MOST_SIGNS = 100


class CountedForm(BaseForm):
    words = StringField(
        N_("Your pseudonym in this vote, or your receipt code"),
        [Required(N_("Type your pseudonym or your receipt code")), MaxLength(MOST_SIGNS)],
    )
