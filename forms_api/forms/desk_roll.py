"""The form of the roll desk: a table is pasted, looked at, and taken in."""

from __future__ import annotations

import hashlib

from wtforms import HiddenField, TextAreaField

from forms_api.forms.base import BaseForm, typed
from forms_api.forms.text import MaxLength, Required
from presentation.translations import N_

MOST_SIGNS = 60_000
STORE = "store"


class RollForm(BaseForm):
    """
    The table travels with the form, so nothing of it is stored before the yes.

    *seen* says which text was looked at: a table that was changed since is looked at again first.
    """

    table = TextAreaField(N_("The table"), [Required(N_("Paste the table")), MaxLength(MOST_SIGNS)])
    seen = HiddenField()
    act = HiddenField()

    @property
    def mark(self) -> str:
        """Return a mark of the text that was typed."""
        return hashlib.sha256(typed(self.table).encode()).hexdigest()

    @property
    def is_sure(self) -> bool:
        """Tell whether this very text was looked at and is to be taken in."""
        return bool(self.act.data == STORE and self.seen.data == self.mark)
