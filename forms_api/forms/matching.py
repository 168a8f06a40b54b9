"""The one form of the matching on the desk: which steps to suggest."""

from __future__ import annotations

from wtforms import StringField

from forms_api.forms.base import BaseForm, typed
from forms_api.forms.text import MaxLength, Required
from forms_api.services.refusals import N_

MOST_LEGS = 4
"""As long as a circle or chain may be."""


class SuggestForm(BaseForm):
    """*legs* are NEED:MEMBER, several with a space between; each is one suggestion."""

    legs = StringField(validators=[Required(N_("Choose what to suggest")), MaxLength(600)])

    def pairs(self) -> list[tuple[str, str]]:
        """Return the needs and members named; none where it is not what our page sends."""
        found = [tuple(leg.split(":")) for leg in typed(self.legs).split(" ")]
        pairs = [(leg[0], leg[1]) for leg in found if len(leg) == 2]
        return pairs if len(pairs) == len(found) <= MOST_LEGS else []
