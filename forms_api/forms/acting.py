"""The forms of acting for somebody, and of the mandates for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from wtforms import StringField

from domain.mandates import Way
from forms_api.forms.base import BaseForm
from forms_api.forms.fields import Day, OneOf, OneRadio, option
from forms_api.forms.text import MaxLength, Required
from forms_api.language import gettext as _
from forms_api.services.acting import Person
from presentation.translations import N_

WAYS = [
    option(Way.PHONE.value, N_("By telephone")),
    option(Way.PAPER.value, N_("On paper")),
    option(Way.IN_PERSON.value, N_("Face to face")),
]


class ActForForm(BaseForm):
    """Whom to act for, and how they said what to enter."""

    member = OneRadio(N_("For whom do you enter something?"), [Required(N_("Choose a person"))])
    way = OneRadio(N_("How did they tell you?"), [Required(N_("Choose how they told you"))], choices=WAYS)

    def choose_from(self, people: Iterable[Person]) -> None:
        """Offer *people*."""
        self.member.choices = [option(person.id, person.name) for person in people]


class _Dated:
    until: Day

    @property
    def last_day(self) -> date:
        """The day that was typed; only once the form is found to fit."""
        found: date | None = self.until.data
        if found is None:
            raise LookupError("The form was not validated: it demands a day.")
        return found


class MandateForm(_Dated, BaseForm):
    """A mandate by its member: somebody they know already, or the code of a helper."""

    helper = OneOf(N_("Somebody you know from here"))
    code = StringField(N_("Or your helper's code"), [MaxLength(20)])
    until = Day(N_("Until when"), [Required(N_("Enter the last day"))])

    def choose_from(self, known: Iterable[tuple[str, str]]) -> None:
        """Offer the people in *known*, by id and first name."""
        self.helper.choices = [option("", _("Nobody from this list")), *(option(one, name) for one, name in known)]


class RecordForm(_Dated, BaseForm):
    """A mandate as a steward writes it down."""

    member = OneOf(N_("Who gives their word"), [Required(N_("Choose who gives their word"))])
    helper = OneOf(N_("Who may act for them"), [Required(N_("Choose who may act for them"))])
    until = Day(N_("Until when"), [Required(N_("Enter the last day"))])

    def choose_from(self, people: Iterable[Person]) -> None:
        """Offer *people*."""
        choices = [option("", _("Choose somebody")), *(option(person.id, person.name) for person in people)]
        self.member.choices = self.helper.choices = choices
