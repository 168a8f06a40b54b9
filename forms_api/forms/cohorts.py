"""Forms of the way through a program."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, HiddenField, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput

from domain.people import ProgramRole
from forms_api.forms.base import BaseForm
from forms_api.forms.fields import OneRadio, option
from forms_api.forms.text import Required
from forms_api.language import gettext as _
from presentation.translations import N_

ACCEPT, APPRENTICE, NOT_NOW = "accept", "apprentice", "not now"

NOBODY_TICKED = N_("Tick everybody who has completed the cohort")
NAMED = N_("Show my name with the cohort on the website")


class CompletionForm(BaseForm):
    """Who has completed a cohort; *sure* is set on the page that asks once more."""

    people = SelectMultipleField(
        N_("Who has completed it?"), option_widget=CheckboxInput(), validate_choice=False, choices=()
    )
    sure = HiddenField()

    def offer(self, people: Iterable[tuple[str, str]]) -> None:
        """Offer these people, by the id of their participation and the name on the list."""
        self.people.choices = [option(key, name) for key, name in people]

    def validate_people(self, field: Any) -> None:
        """Refuse an empty list and anybody who is not on it, in the same words."""
        offered = {value for value, *_rest in field.iter_choices()}
        if not field.data or set(field.data) - offered:
            raise ValidationError(_(NOBODY_TICKED))

    @property
    def ticked(self) -> frozenset[str]:
        """Return the participations that were ticked."""
        return frozenset(self.people.data or ())

    @property
    def is_sure(self) -> bool:
        """Tell whether the names were looked at a second time."""
        return bool(self.sure.data == "yes")


class InvitationForm(BaseForm):
    """The answer to an invitation to help lead."""

    answer = OneRadio(
        N_("Will you help lead it?"),
        [Required(N_("Choose yes or not now"))],
        choices=[
            option(ACCEPT, N_("Yes, I will help lead it")),
            option(APPRENTICE, N_("Yes, beside somebody who leads")),
            option(NOT_NOW, N_("Not now")),
        ],
    )
    named = BooleanField(NAMED)

    @property
    def accepts(self) -> bool:
        """Tell whether the answer is yes."""
        return self.answer.data in (ACCEPT, APPRENTICE)

    @property
    def role(self) -> ProgramRole:
        """Return the role that the answer takes on."""
        return ProgramRole.APPRENTICE if self.answer.data == APPRENTICE else ProgramRole.PEER_MENTOR


class NameForm(BaseForm):
    """Whether one's name stands with a cohort one leads."""

    named = BooleanField(NAMED)


class AttendanceForm(BaseForm):
    """Who was at a cohort's meeting; *seen* stands for the list as it was when the page was opened."""

    people = SelectMultipleField(
        N_("Who was there?"), option_widget=CheckboxInput(), validate_choice=False, choices=()
    )
    on = HiddenField()
    seen = HiddenField()

    def offer(self, people: Iterable[tuple[str, str]]) -> None:
        """Offer these people, by the id of their participation and the name on the list."""
        self.people.choices = [option(key, name) for key, name in people]

    def validate_people(self, field: Any) -> None:
        """Refuse anybody who is not on the list; nobody at all is an answer."""
        if set(field.data or ()) - {value for value, *_rest in field.iter_choices()}:
            raise ValidationError(_("Somebody left the cohort meanwhile. Look at the list again."))

    @property
    def ticked(self) -> frozenset[str]:
        """Return the participations that were ticked."""
        return frozenset(self.people.data or ())
