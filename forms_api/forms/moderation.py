"""Forms of the moderation desk."""

from __future__ import annotations

from domain.governance.moderation import ModerationReason
from forms_api.forms.base import BaseForm
from forms_api.forms.choosing import one_of
from presentation.labels import label
from presentation.translations import N_

REASONS = [(reason.value, label(reason)) for reason in ModerationReason]


class ReasonForm(BaseForm):
    reason = one_of(N_("Why it is taken off"), N_("Choose the reason"), REASONS)

    @property
    def why(self) -> ModerationReason:
        """The reason that was chosen."""
        return ModerationReason(self.reason.data)
