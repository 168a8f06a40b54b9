"""Forms of the roll desk."""

from __future__ import annotations

from wtforms import TextAreaField

from forms_api.forms.base import BaseForm
from forms_api.forms.text import Required
from presentation.translations import N_


class PasteForm(BaseForm):
    table = TextAreaField(N_("The table"), [Required(N_("Paste the table"))])
