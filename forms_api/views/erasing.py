"""Erasing at the desk: for somebody who asks by telephone, on paper or face to face; by two people."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from domain.mandates import Way
from forms_api import current
from forms_api.auth.guards import keeps_text, steward_required
from forms_api.forms.base import typed
from forms_api.forms.erasure import AskedForm
from forms_api.language import said
from forms_api.rendering import render
from forms_api.services import acting, erasure
from forms_api.services.refusals import Refused

bp = Blueprint("erasing", __name__, url_prefix="/forms/desk/erasures")


@bp.route("", methods=["GET", "POST"])
@steward_required
@keeps_text
def index() -> ResponseReturnValue:
    """Show what waits for a second person, and write down what somebody asked for."""
    me, now = current.member(), current.now()
    form = AskedForm()
    form.choose_from(person for person in acting.everybody(current.store()) if person.id != me.id)
    if form.validate_on_submit() and _asked(form):
        return redirect(url_for(".index", _anchor="waiting"), 303)
    return render(
        "forms/erasing/index.html",
        form=form,
        waiting=erasure.waiting(current.store(), me.id, now),
        pages=erasure.still_in_content(current.store(), current.catalogue().members),
    )


def _asked(form: AskedForm) -> bool:
    """Tell whether it was written down; if not, the reason stands at its field."""
    me, way = current.member().id, Way(typed(form.way))
    try:
        erasure.ask_for(current.store(), me, typed(form.member), way, current.now(), words=form.words.data)
    except Refused as refused:
        form.member.errors = [said(refused)]
        return False
    return True


@bp.post("/<mark>/take-back")
@steward_required
def take_back(mark: str) -> ResponseReturnValue:
    """Forget what was asked for and not carried out."""
    erasure.take_back(current.store(), current.member().id, mark)
    return redirect(url_for(".index"), 303)
