"""Another mail address: asked for, then confirmed at the old mailbox and at the new one."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.auth.guards import keeps_text, member_required, own_hand, recently_proved
from forms_api.auth.tries import count_try
from forms_api.forms.address import AddressForm
from forms_api.forms.base import ActForm, typed
from forms_api.language import gettext as _
from forms_api.language import said
from forms_api.mail import Mail
from forms_api.rendering import render
from forms_api.services import address_change
from forms_api.services.address_change import Step

bp = Blueprint("address", __name__, url_prefix="/forms/me/address")

PER_MEMBER = 3
PER_NETWORK = 30
FOR_ALL = 300


@bp.route("", methods=["GET", "POST"])
@member_required
@own_hand()
@recently_proved
@keeps_text
def ask() -> ResponseReturnValue:
    """Ask for another address."""
    form, me, session = AddressForm(), current.member(), current.session()
    if form.validate_on_submit() and session is not None:
        count_try("address", for_all=FOR_ALL, per_network=PER_NETWORK, key=me.id, per_key=PER_MEMBER)
        try:
            step = address_change.begin(
                current.store(),
                me.id,
                typed(form.email),
                current.now(),
                unsafe=bool(form.unsafe.data),
                by_code=session.by_code,
            )
        except address_change.CodeFirst as refused:
            form.unsafe.errors = [said(refused)]
        else:
            _mail(step)
            return redirect(url_for(".sent"), 303)
    return render("forms/address/ask.html", form=form, email=me.email)


@bp.get("/sent")
@member_required
@own_hand()
def sent() -> ResponseReturnValue:
    """Say that a link lies in a mailbox."""
    return render("forms/address/sent.html")


@bp.route("/link/<token>", methods=["GET", "POST"])
@member_required
@own_hand()
@keeps_text
def link(token: str) -> ResponseReturnValue:
    """Show a button; pressing it confirms, and a mail goes to the next mailbox where there is one."""
    form, me = ActForm(), current.member().id
    side = address_change.is_live(current.store(), token, me, current.now()).side
    if form.validate_on_submit():
        step = address_change.confirm(current.store(), token, me, current.now())
        if step.token:
            _mail(step)
            return redirect(url_for(".sent"), 303)
        return redirect(url_for("me.show"), 303)
    return render("forms/address/link.html", form=form, last=side == address_change.NEW)


def _mail(step: Step) -> None:
    link = current.config().base_url.rstrip("/") + url_for(".link", token=step.token)
    current.parts().outbox.send(Mail(step.to, _("Your link"), render("mail/address.txt", link=link)))
