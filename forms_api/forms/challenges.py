"""Forms for challenging a count, answering a challenge, and counting again."""

from __future__ import annotations

from wtforms import HiddenField, StringField, TextAreaField

from domain.governance.challenge import FOR_COUNTED, ChallengeReason, VoidReason
from forms_api.forms.base import BaseForm
from forms_api.forms.fields import OneRadio, option
from forms_api.forms.text import MaxLength, Required
from presentation.labels import label
from presentation.translations import N_

WORDS_SIGNS = 1_000
REMEDY_SIGNS = 2_000
CODE_SIGNS = 40
NOTE_SIGNS = 600
ROW_SIGNS = 4_000
HEX_SIGNS = 64

REASONS = [option(reason, label(reason)) for reason in ChallengeReason]
VOIDS = [option(reason, label(reason)) for reason in FOR_COUNTED]
NO_CHANGE, RECOUNT = "no_change", "recount"


class ChallengeForm(BaseForm):
    reason = OneRadio(N_("What is wrong"), [Required(N_("Choose what is wrong"))], choices=REASONS)
    words = TextAreaField(
        N_("What you have seen"), [Required(N_("Write what you have seen")), MaxLength(WORDS_SIGNS)]
    )

    @property
    def why(self) -> ChallengeReason:
        """The reason that was chosen."""
        return ChallengeReason(self.reason.data)


class CodeChallengeForm(ChallengeForm):
    proposal = StringField(
        N_("Number of the proposal"), [Required(N_("Enter the number of the proposal")), MaxLength(CODE_SIGNS)]
    )
    code = StringField(N_("Receipt code"), [Required(N_("Enter the code of your receipt")), MaxLength(CODE_SIGNS)])
    promise = TextAreaField(N_("The signed promise on your receipt"), [MaxLength(NOTE_SIGNS)])


class RemedyForm(BaseForm):
    outcome = OneRadio(
        N_("What follows"),
        [Required(N_("Choose what follows"))],
        choices=[
            option(NO_CHANGE, N_("Nothing changes: the count is right")),
            option(RECOUNT, N_("Count again")),
        ],
    )
    remedy = TextAreaField(
        N_("The answer, which everyone can read"), [Required(N_("Write the answer")), MaxLength(REMEDY_SIGNS)]
    )

    @property
    def counts_again(self) -> bool:
        """Whether a recount was chosen."""
        return bool(self.outcome.data == RECOUNT)


class VoidForm(BaseForm):
    code = StringField(N_("Receipt code"), [Required(N_("Enter the code of the ballot")), MaxLength(CODE_SIGNS)])
    reason = OneRadio(N_("Why it does not count"), [Required(N_("Choose the reason"))], choices=VOIDS)

    @property
    def why(self) -> VoidReason:
        """The reason that was chosen."""
        return VoidReason(self.reason.data)


class LateForm(BaseForm):
    promise = TextAreaField(
        N_("The signed promise on the receipt"),
        [Required(N_("Copy the lines of the promise from the receipt")), MaxLength(NOTE_SIGNS)],
    )
    voter = StringField(N_("Pseudonym on the receipt"), [MaxLength(HEX_SIGNS)])
    opening = TextAreaField(N_("The row of this ballot from a backup"), [MaxLength(ROW_SIGNS)])


class TakeBackForm(BaseForm):
    commitment = HiddenField(validators=[Required(N_("Choose what to take back")), MaxLength(HEX_SIGNS)])
