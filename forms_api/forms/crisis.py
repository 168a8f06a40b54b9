"""Forms of an activation: asking for it, and answering a call."""

from __future__ import annotations

from collections.abc import Iterable

from domain.crisis import Answer
from forms_api.forms.base import BaseForm
from forms_api.forms.fields import OneOf, OneRadio, option
from forms_api.forms.text import Required
from forms_api.language import gettext as _
from presentation.translations import N_

DRILL, REAL = "drill", "real"

ANSWERS = [
    option(Answer.YES, N_("Yes")),
    option(Answer.LATER, N_("Later")),
    option(Answer.NO, N_("No")),
]


class AskForm(BaseForm):
    """What is to begin; nothing is chosen beforehand, least of all whether it is real."""

    playbook = OneOf(N_("Which playbook"), [Required(N_("Choose a playbook"))])
    kind = OneRadio(
        N_("A drill, or is it real?"),
        [Required(N_("Choose whether this is a drill"))],
        choices=[option(DRILL, N_("A drill")), option(REAL, N_("It is real"))],
    )

    def offer(self, playbooks: Iterable[tuple[str, str]]) -> None:
        """Offer these playbooks, by slug and title."""
        self.playbook.choices = [option("", _("Choose one")), *(option(slug, title) for slug, title in playbooks)]

    @property
    def is_drill(self) -> bool:
        """Tell whether a drill was chosen."""
        return bool(self.kind.data == DRILL)


class AnswerForm(BaseForm):
    """One press: yes, later or no."""

    answer = OneRadio(N_("Can you do it?"), [Required(N_("Choose yes, later or no"))], choices=ANSWERS)

    @property
    def given(self) -> Answer:
        """What was pressed."""
        return Answer(self.answer.data)
