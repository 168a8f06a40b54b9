"""A telephone number as people write it."""

from __future__ import annotations

import re

from wtforms import Field, Form, ValidationError

from forms_api.language import gettext as _

FEWEST_DIGITS = 5
_NUMBER = re.compile(r"\+?[\d ().\-/]{5,30}")


class Telephone:
    """Takes a telephone number and nothing that is none; an empty field is somebody else's matter."""

    def __call__(self, _form: Form, field: Field) -> None:
        text = field.data or ""
        if text and (not _NUMBER.fullmatch(text) or sum(sign.isdigit() for sign in text) < FEWEST_DIGITS):
            raise ValidationError(_("Enter a telephone number like 555 0142"))
