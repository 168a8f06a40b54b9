"""Forms for signing in."""

from __future__ import annotations

from wtforms import BooleanField, EmailField, Field, Form, HiddenField, StringField, ValidationError

from forms_api.forms.base import BaseForm
from forms_api.forms.text import MaxLength, Required
from forms_api.language import gettext as _
from forms_api.mail import NotAnAddress, address
from presentation.translations import N_

SHARED = N_("Other people use this device: sign me out soon")


class MailAddress:
    """Refuses what no mail can be sent to."""

    def __call__(self, _form: Form, field: Field) -> None:
        try:
            address(field.data or "")
        except NotAnAddress as wrong:
            raise ValidationError(_("Enter an e-mail address like name@example.org")) from wrong


class AskForm(BaseForm):
    email = EmailField(
        N_("Your e-mail address"), [Required(N_("Enter your e-mail address")), MaxLength(254), MailAddress()]
    )
    next = HiddenField()


class LinkForm(BaseForm):
    """*code* is asked for only in another browser than the one that asked for the link."""

    code = StringField(N_("The six signs"), [MaxLength(20)])
    shared = BooleanField(SHARED)
    next = HiddenField()


class AgainForm(BaseForm):
    code = StringField(N_("Your code"), [Required(N_("Enter a code from your sheet")), MaxLength(60)])
    next = HiddenField()


class AgainByMailForm(BaseForm):
    next = HiddenField()


class CodeForm(BaseForm):
    code = StringField(N_("Your code"), [Required(N_("Enter a code from your sheet")), MaxLength(60)])
    shared = BooleanField(SHARED)
    next = HiddenField()
