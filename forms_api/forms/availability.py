"""The form of when a member has time."""

from __future__ import annotations

from forms_api.forms.base import BaseForm
from forms_api.forms.fields import Bands, Day
from forms_api.forms.text import Required
from presentation.translations import N_


class AvailabilityForm(BaseForm):
    bands = Bands(N_("Days and times when I mostly have time"))
    until = Day(N_("This holds until"), [Required(N_("Enter until when this holds"))])
