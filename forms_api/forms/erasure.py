"""The forms of an erasure: one's own, and the one that two stewards carry out for somebody."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import BooleanField

from forms_api.forms.acting import WAYS
from forms_api.forms.base import BaseForm
from forms_api.forms.fields import OneOf, OneRadio, option
from forms_api.forms.text import Required
from forms_api.language import gettext as _
from forms_api.services.acting import Person
from presentation.translations import N_


class EraseForm(BaseForm):
    """One's own word, given twice: by the tick and by the button."""

    words = BooleanField(N_("Delete the texts I wrote that came to a vote, too"))
    sure = BooleanField(
        N_("I know that nobody can bring this back"), [Required(N_("Tick that nobody can bring this back"))]
    )


class AskedForm(BaseForm):
    """Who asked a steward for it, and how."""

    member = OneOf(N_("Who wishes to be erased?"), [Required(N_("Choose a person"))])
    way = OneRadio(N_("How did they tell you?"), [Required(N_("Choose how they told you"))], choices=WAYS)
    words = BooleanField(N_("They wish their texts that came to a vote deleted, too"))

    def choose_from(self, people: Iterable[Person]) -> None:
        """Offer *people*."""
        self.member.choices = [
            option("", _("Choose somebody")),
            *(option(person.id, person.name) for person in people),
        ]
