"""When a member has time, and what of theirs runs out: said, renewed with one button, taken back."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.auth.guards import keeps_text, member_required
from forms_api.forms.availability import AvailabilityForm
from forms_api.language import said
from forms_api.rendering import render
from forms_api.services import availability, reminders

bp = Blueprint("availability", __name__, url_prefix="/forms/availability")


@bp.route("", methods=["GET", "POST"])
@member_required
@keeps_text
def edit() -> ResponseReturnValue:
    """Say when one has time, and until when that holds."""
    now, me = current.now(), current.member()
    held = me.availability
    usual = now.date() + availability.LIFE
    told = {"bands": list(held.bands) if held else [], "until": usual}
    form = AvailabilityForm() if request.method == "POST" else AvailabilityForm(data=told)
    if form.validate_on_submit():
        try:
            availability.say(current.store(), me.id, form.bands.data or (), form.until.data, now)
        except availability.DayTooFar as refused:
            form.until.errors = [said(refused)]
        else:
            return redirect(url_for("me.show", _anchor="availability"), 303)
    return render("forms/availability/edit.html", form=form, held=held, today=now.date())


@bp.post("/forget")
@member_required
def forget() -> ResponseReturnValue:
    """Forget what one said about one's time."""
    availability.unsay(current.store(), current.member().id)
    return redirect(url_for("me.show", _anchor="availability"), 303)


@bp.get("/ending")
@member_required
def ending() -> ResponseReturnValue:
    """Show what of one's own ends soon or ended lately; the mails lead here."""
    today = current.now().date()
    found = reminders.mine(current.store(), current.member().id, today)
    return render("forms/availability/ending.html", endings=found, today=today)


@bp.post("/renew/<what>/<subject>")
@member_required
def renew(what: str, subject: str) -> ResponseReturnValue:
    """Let one of them hold for another while."""
    if what not in set(reminders.Ends):
        abort(404)
    me, now = current.member().id, current.now()
    reminders.renew(current.store(), current.catalogue(), me, reminders.Ends(what), subject, now)
    return redirect(url_for(".ending"), 303)
