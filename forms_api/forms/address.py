"""The form for another mail address."""

from __future__ import annotations

from wtforms import BooleanField, EmailField

from forms_api.forms.base import BaseForm
from forms_api.forms.sign_in import MailAddress
from forms_api.forms.text import MaxLength, Required
from presentation.translations import N_


class AddressForm(BaseForm):
    email = EmailField(
        N_("Your new e-mail address"),
        [Required(N_("Enter your new e-mail address")), MaxLength(254), MailAddress()],
    )
    unsafe = BooleanField(N_("My old mailbox is not safe: send nothing there"))
