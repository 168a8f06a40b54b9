"""Asking to join, from the public site: one form, one answer whatever is known."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forms_api import current, letters
from forms_api.auth.guards import keeps_text, public
from forms_api.auth.tries import count_try
from forms_api.forms.join import JoinForm
from forms_api.language import gettext as _
from forms_api.rendering import render
from forms_api.services import applications
from presentation.translations import N_

bp = Blueprint("join", __name__, url_prefix="/forms/join")

PER_NETWORK = 10
FOR_ALL = 60
SUBJECT = N_("Somebody asks to join")
SAYS_WHAT_IS_MISSING = {
    "email": N_("Enter your e-mail address, or choose another way"),
    "phone": N_("Enter your telephone number, or choose another way"),
}


@bp.route("", methods=["GET", "POST"])
@public
@keeps_text
def ask() -> ResponseReturnValue:
    """Ask to join."""
    form = JoinForm() if request.method == "POST" else JoinForm(data={"program": request.args.get("program", "")})
    form.choose_from(current.catalogue())
    if form.validate_on_submit():
        missing = form.unreachable()
        if missing is None:
            now = current.now()
            count_try("join", for_all=FOR_ALL, per_network=PER_NETWORK)
            applications.apply(current.store(), current.catalogue(), form.application, now)
            _tell_stewards()
            return redirect(url_for(".received"), 303)
        missing.errors = [_(SAYS_WHAT_IS_MISSING[missing.name])]
    return render("forms/join/ask.html", form=form)


def _tell_stewards() -> None:
    """Write to the stewards that somebody asks, and nothing of what was written."""
    link = current.config().base_url.rstrip("/") + url_for("admission.index")
    with current.store().reading() as unit:
        stewards = unit.members.where(steward=True)
    for steward in stewards:
        letters.send(steward, SUBJECT, "mail/asks_to_join.txt", link=link)


@bp.get("/received")
@public
def received() -> ResponseReturnValue:
    """Say what happens next."""
    return render("forms/join/received.html")


@bp.get("/left")
@public
def left() -> ResponseReturnValue:
    """Say goodbye to somebody who has just left."""
    return render("forms/join/left.html")
