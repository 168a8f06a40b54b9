"""Forms for proposing, sponsoring, arguing and withdrawing."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, StringField, TextAreaField

from domain.catalogue import Catalogue
from domain.governance.proposal import ArgumentKind
from domain.words import Words, in_language
from forms_api.forms.base import BaseForm
from forms_api.forms.fields import OneOf, OneRadio, option
from forms_api.forms.options import OptionRows
from forms_api.forms.text import MaxLength, Required
from forms_api.services.proposals import Draft
from presentation.translations import N_

TITLE_SIGNS = 120
SUMMARY_SIGNS = 300
TEXT_SIGNS = 10_000
ARGUMENT_SIGNS = 2_000
REASON_SIGNS = 300


class ProposalForm(OptionRows):
    title = StringField(N_("Title"), [Required(N_("Enter a title")), MaxLength(TITLE_SIGNS)])
    summary = StringField(
        N_("In one or two sentences"),
        [Required(N_("Say in one or two sentences what shall be decided")), MaxLength(SUMMARY_SIGNS)],
    )
    text = TextAreaField(
        N_("The text that is voted on"),
        [Required(N_("Enter the text that is voted on")), MaxLength(TEXT_SIGNS)],
    )
    policy = OneRadio(N_("How we decide"), [Required(N_("Choose a rule book"))])
    program = OneOf(N_("The program it is about"))
    named = BooleanField(N_("Show my name as the author; otherwise it says “a member”"))

    def __init__(self, catalogue: Catalogue, language: str, none: str, **values: Any) -> None:
        super().__init__(**values)
        self.policy.choices = [
            option(slug, in_language(policy.title, language)) for slug, policy in catalogue.policies.items()
        ]
        self.program.choices = [option("", none)] + [
            option(slug, in_language(program_title(catalogue, slug), language)) for slug in catalogue.programs
        ]

    @property
    def draft(self) -> Draft:
        """What was written."""
        return Draft(
            title=self.title.data or "",
            summary=self.summary.data or "",
            text=self.text.data or "",
            policy=self.policy.data or "",
            program=self.program.data or "",
            named=bool(self.named.data),
            options=self.given_options,
        )


def program_title(catalogue: Catalogue, slug: str) -> Words:
    """Return the program's title per language; nothing where there is no such program."""
    program = catalogue.programs.get(slug)
    return {code: words.title for code, words in program.words.items()} if program else {}


class SponsorForm(BaseForm):
    named = BooleanField(N_("Show my name among the sponsors; otherwise I am counted only"))


KINDS = [
    option(ArgumentKind.FOR, N_("For it")),
    option(ArgumentKind.AGAINST, N_("Against it")),
    option(ArgumentKind.NEUTRAL, N_("Neither for nor against it")),
    option(ArgumentKind.QUESTION, N_("A question")),
]


class ArgumentForm(BaseForm):
    kind = OneRadio(
        N_("What I have to say is"),
        [Required(N_("Choose for, against, neither, or a question"))],
        choices=KINDS,
    )
    text = TextAreaField(N_("My words"), [Required(N_("Write what you have to say")), MaxLength(ARGUMENT_SIGNS)])
    named = BooleanField(N_("Show my name; otherwise it says “a member”"))


class WithdrawForm(BaseForm):
    reason = StringField(N_("Why, if you like to say"), [MaxLength(REASON_SIGNS)])
