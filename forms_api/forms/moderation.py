"""Forms of the moderation desk."""

from __future__ import annotations

from domain.governance.moderation import ModerationReason
from forms_api.forms.base import BaseForm
from forms_api.forms.fields import OneRadio, option
from forms_api.forms.text import Required
from presentation.labels import label
from presentation.translations import N_

REASONS = [option(reason, label(reason)) for reason in ModerationReason]


class ReasonForm(BaseForm):
    reason = OneRadio(N_("Why"), [Required(N_("Choose the reason"))], choices=REASONS)

    @property
    def why(self) -> ModerationReason:
        """The reason that was chosen."""
        return ModerationReason(self.reason.data)
