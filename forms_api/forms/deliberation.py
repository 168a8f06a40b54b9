"""Forms for changing a submitted text, for amendments and for those who write together."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField, StringField, TextAreaField

from domain.governance.deliberation import AmendmentKind
from domain.governance.policy import OF_BUDGET
from domain.governance.proposal import Proposal
from forms_api.forms.base import BaseForm, typed
from forms_api.forms.fields import OneRadio, option
from forms_api.forms.options import AmountText, OptionRows
from forms_api.forms.proposals import ARGUMENT_SIGNS, REASON_SIGNS, SUMMARY_SIGNS, TEXT_SIGNS, TITLE_SIGNS
from forms_api.forms.text import MaxLength, Required
from forms_api.services.amendments import Offer, takes_options
from forms_api.services.versions import Wording
from presentation.translations import N_

MOST_DIGITS = 4


def number_in(text: str) -> int:
    """Return the number of a version as a page sent it; 0, which no version has, for anything else."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else 0


class RevisionForm(OptionRows):
    """*base* is the number of the version the writer has before them."""

    title = StringField(N_("Title"), [Required(N_("Enter a title")), MaxLength(TITLE_SIGNS)])
    summary = StringField(
        N_("In one or two sentences"),
        [Required(N_("Say in one or two sentences what shall be decided")), MaxLength(SUMMARY_SIGNS)],
    )
    text = TextAreaField(
        N_("The text that is voted on"),
        [Required(N_("Enter the text that is voted on")), MaxLength(TEXT_SIGNS)],
    )
    why = StringField(
        N_("What has changed, and why"),
        [
            Required(N_("Say in a sentence what has changed, for those who have read it before")),
            MaxLength(REASON_SIGNS),
        ],
    )
    base = HiddenField()

    @property
    def wording(self) -> Wording:
        """What was written."""
        return Wording(
            typed(self.title), typed(self.summary), typed(self.text), self.given_options, typed(self.why)
        )


class AmendmentForm(BaseForm):
    """What a member offers; *kind* is asked only where the rule book chooses among options."""

    kind = OneRadio(
        N_("What I offer"),
        [Required(N_("Choose other words, or one more option"))],
        choices=[
            option(AmendmentKind.WORDING, N_("Other words for the text")),
            option(AmendmentKind.OPTION, N_("One more option")),
        ],
    )
    title = StringField(
        N_("What it is about, in a few words"),
        [Required(N_("Say in a few words what it is about")), MaxLength(TITLE_SIGNS)],
    )
    wording = TextAreaField(N_("The whole text as it would read"), [MaxLength(TEXT_SIGNS)])
    text = TextAreaField(N_("What stands below the option"), [MaxLength(ARGUMENT_SIGNS)])
    cost = AmountText(N_("What the option costs"))
    reason = TextAreaField(N_("Why"), [Required(N_("Say why")), MaxLength(ARGUMENT_SIGNS)])
    named = BooleanField(N_("Show my name; otherwise it says “a member”"))
    base = HiddenField()

    def fit(self, proposal: Proposal) -> None:
        """Leave out what the proposal's rule book has no use for."""
        if not takes_options(proposal):
            del self.kind, self.text, self.cost
        elif proposal.policy is None or proposal.policy.method not in OF_BUDGET:
            del self.cost

    def validate_wording(self, field: Any) -> None:
        """Ask for the text where words are offered."""
        if self.chosen is AmendmentKind.WORDING and not field.data:
            Required(N_("Change the text; it is empty now"))(self, field)

    @property
    def chosen(self) -> AmendmentKind:
        """Return what is offered; words for the text where nothing else can be."""
        return AmendmentKind(self.kind.data) if "kind" in self and self.kind.data else AmendmentKind.WORDING

    @property
    def offer(self) -> Offer:
        """What was written."""
        words = self.chosen is AmendmentKind.WORDING
        return Offer(
            kind=self.chosen,
            title=typed(self.title),
            text=typed(self.wording) if words else typed(self.text),
            reason=typed(self.reason),
            cost="" if words or "cost" not in self else self.cost.amount,
            named=bool(self.named.data),
        )


ACCEPT, BY_HAND, OWN_OPTION, DECLINE = "accept", "by_hand", "option", "decline"


class AnswerForm(BaseForm):
    """What the writers make of an amendment, and why; the reason is public."""

    answer = OneRadio(N_("What becomes of it"), [Required(N_("Choose what becomes of it"))])
    reason = TextAreaField(
        N_("The reason, for everybody to read"), [Required(N_("Give the reason")), MaxLength(ARGUMENT_SIGNS)]
    )

    def offer_answers(self, *answers: str) -> None:
        """Offer these answers."""
        self.answer.choices = [option(answer, ANSWERS[answer]) for answer in answers]


ANSWERS = {
    ACCEPT: N_("Take it into the text"),
    BY_HAND: N_("It is taken in: we have changed the text ourselves"),
    OWN_OPTION: N_("Make it an option of its own on the ballot"),
    DECLINE: N_("Decline it"),
}


class ReplyForm(BaseForm):
    text = TextAreaField(N_("My answer"), [Required(N_("Write your answer")), MaxLength(ARGUMENT_SIGNS)])
    named = BooleanField(N_("Show my name; otherwise it says “a member”"))


class CoauthorForm(BaseForm):
    name = StringField(
        N_("Their name, exactly as they write it"), [Required(N_("Enter their name")), MaxLength(80)]
    )


YES, NO = "yes", "no"


class WriteWithForm(BaseForm):
    """The answer of somebody who was asked to write too."""

    answer = OneRadio(
        N_("Will you write it with them?"),
        [Required(N_("Choose yes or no"))],
        choices=[option(YES, N_("Yes, I will")), option(NO, N_("No"))],
    )
    named = BooleanField(N_("Show my name as a co-author; otherwise it says “a member”"))
