"""The form of a word for somebody."""

from __future__ import annotations

from typing import Any

from wtforms import StringField

from domain.catalogue import Catalogue
from forms_api.forms.base import BaseForm, typed
from forms_api.forms.fields import Day, OneOf, OneRadio, option, skill_choices
from forms_api.forms.text import MaxLength, NoContact, Required
from forms_api.language import gettext as _
from forms_api.services.vouches import Person, Word
from presentation.translations import N_

BY_NAME = "name"
BASES = (
    N_("Worked together"),
    N_("Known for years"),
    N_("Neighbours"),
    N_("Took a course together"),
    N_("They helped me, or I them"),
)


class VouchForm(BaseForm):
    """*who* is somebody met here, or BY_NAME with the name typed."""

    who = OneOf(N_("For whom"), [Required(N_("Choose for whom"))])
    name = StringField(N_("Their name, exactly as they write it"), [MaxLength(80)])
    skill = OneOf(N_("Your word is for"))
    basis = OneRadio(
        N_("How you know them"),
        [Required(N_("Choose how you know them"))],
        choices=[option(basis, basis) for basis in BASES],
    )
    more = StringField(N_("In your own words"), [MaxLength(120), NoContact()])
    until = Day(N_("It holds until"))

    def choose_from(self, catalogue: Catalogue, met: list[Person]) -> None:
        """Offer the people met here and the skills of *catalogue*."""
        people: list[Any] = [option(person.id, person.name) for person in met]
        self.who.choices = [option("", _("Choose")), *people, option(BY_NAME, _("Somebody else, by name"))]
        self.skill.choices = skill_choices(catalogue, _("the person as a whole"))

    @property
    def word(self) -> Word:
        """The word as it was typed; what is said in one's own words stands in the place of the usual."""
        return Word(typed(self.more) or typed(self.basis), typed(self.skill), self.until.data)
