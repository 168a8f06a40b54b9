"""By another hand, at the desk: what was entered for whom, and mandates told face to face."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from domain.mandates import USUAL_LIFE
from forms_api import current
from forms_api.auth.guards import keeps_text, steward_required
from forms_api.forms.acting import RecordForm
from forms_api.forms.base import typed
from forms_api.language import said
from forms_api.rendering import render
from forms_api.services import acting, mandates
from forms_api.services.act_words import ACTS
from forms_api.services.refusals import Refused

bp = Blueprint("hand", __name__, url_prefix="/forms/desk/by-hand")


@bp.route("", methods=["GET", "POST"])
@steward_required
@keeps_text
def index() -> ResponseReturnValue:
    """Show mandates and what was entered under them, and write a mandate down."""
    today = current.now().date()
    form = RecordForm(until=today + USUAL_LIFE)
    form.choose_from(acting.everybody(current.store()))
    if form.validate_on_submit() and _recorded(form):
        return redirect(url_for(".index", _anchor="mandates"), 303)
    return render(
        "forms/hand/index.html",
        form=form,
        mandates=mandates.all_in_force(current.store(), today),
        entered=acting.entered_by_hand(current.store(), current.now()),
        acts=ACTS,
    )


def _recorded(form: RecordForm) -> bool:
    """Tell whether the mandate was taken; if not, the reason stands at its field."""
    try:
        mandates.give(
            current.store(),
            typed(form.member),
            typed(form.helper),
            form.last_day,
            current.now().date(),
            recorded_by=current.member().id,
        )
    except mandates.UntilWrong as refused:
        form.until.errors = [said(refused)]
    except Refused as refused:
        form.helper.errors = [said(refused)]
    else:
        return True
    return False


@bp.post("/<mandate>/revoke")
@steward_required
def revoke(mandate: str) -> ResponseReturnValue:
    """End a mandate for somebody who asked for it."""
    mandates.revoke(current.store(), mandate, current.member().id, current.now().date(), steward=True)
    return redirect(url_for(".index", _anchor="mandates"), 303)
