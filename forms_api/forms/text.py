"""Validators of text: what cannot be stored is refused at its field, with what to do about it."""

from __future__ import annotations

from wtforms import Field, Form, ValidationError
from wtforms.validators import StopValidation

from forms_api.language import gettext as _
from forms_api.services.contact_rules import contact_in
from forms_api.services.text_rules import mixed_scripts, refused_at


class CleanText:
    """Refuses what cannot be shown; every text field of every form has it, put there by the base form."""

    def __init__(self, *, lines: bool) -> None:
        self.lines = lines

    def __call__(self, _form: Form, field: Field) -> None:
        text = field.data or ""
        place = refused_at(text, lines=self.lines)
        if place is None:
            return
        if text[place] == "\n":
            raise StopValidation(_("Write this on one line"))
        before = text[max(0, place - 12) : place].split("\n")[-1]
        if before:
            raise StopValidation(_("Delete the sign after “%(before)s”; it cannot be shown", before=before))
        raise StopValidation(_("Delete the first sign; it cannot be shown"))


class Required:
    """Asks for something: `Required(N_("Enter a title"))`. An empty field needs nothing else said about it."""

    field_flags = {"required": True}

    def __init__(self, says: str) -> None:
        self.says = says

    def __call__(self, _form: Form, field: Field) -> None:
        # What was typed and could not be read has its own message already.
        if not field.data and not field.errors:
            raise StopValidation(_(self.says))


class MaxLength:
    """Bounds a text: `MaxLength(120)` says by how many signs it is too long; nothing else then looks at it."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, _form: Form, field: Field) -> None:
        signs = len(field.data or "")
        if signs > self.most:
            raise StopValidation(
                _("Shorten this to %(most)s characters; it has %(signs)s", most=self.most, signs=signs)
            )


class OneScript:
    """Refuses a name whose words mix letters that look alike."""

    def __call__(self, _form: Form, field: Field) -> None:
        if mixed_scripts(field.data or ""):
            raise ValidationError(_("Write each word with the letters of one alphabet"))


class NoContact:
    """Refuses addresses and telephone numbers in what others will read; people are reached through the network."""

    def __call__(self, _form: Form, field: Field) -> None:
        found = contact_in(field.data or "")
        if found is not None:
            raise ValidationError(_(found.message))
