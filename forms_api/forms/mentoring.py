"""Forms of walking side by side: what a mentor says, and whom a learner asks."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import BooleanField

from domain.pathways import MOST_LEARNERS, Mentoring
from forms_api.forms.base import BaseForm
from forms_api.forms.fields import OneOf, OneRadio, option
from forms_api.forms.text import Required
from presentation.translations import N_

ACCEPTING, PAUSED = "accepting", "paused"


class MentoringForm(BaseForm):
    """How many learners a mentor takes on, and whether new ones now."""

    capacity = OneOf(
        N_("How many learners at once?"),
        choices=[option(str(number), str(number)) for number in range(1, MOST_LEARNERS + 1)],
    )
    accepting = OneRadio(
        N_("New learners now?"),
        [Required(N_("Choose whether new learners may ask you"))],
        choices=[option(ACCEPTING, N_("Yes, they may ask me")), option(PAUSED, N_("Not at present"))],
    )
    named = BooleanField(N_("Show my name on the program’s page while I take learners on"))

    @property
    def accepts(self) -> bool:
        """Tell whether new learners may ask."""
        return bool(self.accepting.data == ACCEPTING)

    def show(self, said: Mentoring | None) -> None:
        """Fill in what the mentor said last."""
        if said is not None:
            self.capacity.data = str(said.capacity)
            self.accepting.data = ACCEPTING if said.accepting else PAUSED
            self.named.data = said.named


class MentorForm(BaseForm):
    """The mentor a learner asks."""

    mentor = OneRadio(N_("Whom would you like beside you?"), [Required(N_("Choose somebody from the list"))])

    def offer(self, mentors: Iterable[tuple[str, str]]) -> None:
        """Offer these mentors, by what they said and their name."""
        self.mentor.choices = [option(key, name) for key, name in mentors]
