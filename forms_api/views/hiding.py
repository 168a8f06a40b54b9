"""Moderation of entries: look at one, hide it or a field of it, show it again."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from domain.governance.moderation import ModerationReason
from domain.people import Member
from forms_api import current, letters
from forms_api.auth.guards import keeps_text, steward_required
from forms_api.forms.admission import HideForm
from forms_api.forms.base import typed
from forms_api.language import said
from forms_api.rendering import render
from forms_api.services import hiding
from presentation.translations import N_

bp = Blueprint("hiding", __name__, url_prefix="/forms/desk/entries")

SUBJECT = N_("Your entry")


@bp.get("")
@steward_required
def index() -> ResponseReturnValue:
    """Show the entries that stewards may read."""
    return render("forms/hiding/index.html", entries=hiding.entries(current.store()))


@bp.route("/<member>", methods=["GET", "POST"])
@steward_required
@keeps_text
def entry(member: str) -> ResponseReturnValue:
    """Show one entry, and hide something of it."""
    form = HideForm()
    if form.validate_on_submit():
        reason = ModerationReason(form.reason.data)
        try:
            found = hiding.hide(
                current.store(), current.member().id, member, typed(form.field), reason, current.now()
            )
        except hiding.OwnEntry as refused:
            form.form_errors = [said(refused)]
        else:
            _tell(found)
            return redirect(url_for(".entry", member=member), 303)
    found, seen = hiding.entry_of(current.store(), member)
    return render("forms/hiding/entry.html", form=form, whose=found, entry=seen)


def _tell(found: Member) -> None:
    link = current.config().base_url.rstrip("/") + url_for("entry.edit")
    letters.send(found, SUBJECT, "mail/hidden.txt", link=link)


@bp.post("/<member>/show/<field>")
@steward_required
def show_again(member: str, field: str) -> ResponseReturnValue:
    """Show again what was hidden."""
    hiding.show_again(current.store(), current.member().id, member, field, current.now())
    return redirect(url_for(".entry", member=member), 303)
