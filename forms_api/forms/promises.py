"""Forms for what was promised after an adoption."""

from __future__ import annotations

from wtforms import StringField, TextAreaField, ValidationError

from domain.governance.proposal import PromiseState
from forms_api.forms.base import BaseForm
from forms_api.forms.fields import Day, OneRadio, option
from forms_api.forms.text import MaxLength, Required
from forms_api.language import gettext as _
from forms_api.services.promises import SETTLED, EvidenceMissing
from presentation.translations import N_

WHAT_SIGNS = 300
OWNER_SIGNS = 120
EVIDENCE_SIGNS = 600


class PromiseForm(BaseForm):
    what = StringField(N_("What is promised"), [Required(N_("Say what is promised")), MaxLength(WHAT_SIGNS)])
    owner = StringField(
        N_("Who has promised it, as everyone may read it"),
        [
            Required(N_("Say who has promised it: a group, a role, or a name its bearer agreed to")),
            MaxLength(OWNER_SIGNS),
        ],
    )
    due = Day(N_("By which day"), [Required(N_("Enter the day by which it shall be done"))])


STATES = [
    option(PromiseState.BEGUN, N_("Begun")),
    option(PromiseState.KEPT, N_("Kept")),
    option(PromiseState.BROKEN, N_("Not kept")),
]


class SettleForm(BaseForm):
    state = OneRadio(N_("What became of it"), [Required(N_("Choose begun, kept or not kept"))], choices=STATES)
    evidence = TextAreaField(N_("How one can see it, or why it was not kept"), [MaxLength(EVIDENCE_SIGNS)])

    def validate_evidence(self, field: TextAreaField) -> None:
        """Ask for evidence where the promise is said to be kept or broken."""
        if self.state.data in SETTLED and not field.data:
            raise ValidationError(_(EvidenceMissing.message))

    @property
    def found(self) -> PromiseState:
        """What was chosen."""
        return PromiseState(self.state.data)
