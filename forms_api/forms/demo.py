"""Forms of the demo's own pages."""

from __future__ import annotations

from wtforms import HiddenField

from forms_api.forms.base import BaseForm, typed
from presentation.translations import N_

HOUR = 3600
DAY = 24 * HOUR

STEPS = {
    HOUR: N_("One hour"),
    DAY: N_("One day"),
    3 * DAY: N_("Three days"),
    7 * DAY: N_("Seven days"),
    14 * DAY: N_("Fourteen days"),
}
"""How much time may be let pass, in seconds, and what the buttons say."""


class EnterForm(BaseForm):
    """Whom to be: the id of a member, sent by the button."""

    member = HiddenField()


class ClockForm(BaseForm):
    """How much time to let pass, sent by the button."""

    seconds = HiddenField()

    @property
    def step(self) -> int | None:
        """Return the seconds to let pass; None for anything that no button sends."""
        given = typed(self.seconds)
        return next((step for step in STEPS if str(step) == given), None)
