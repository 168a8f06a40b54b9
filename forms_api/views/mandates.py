"""Who may act for me, and for whom I may: given, laid down, taken back."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from domain.mandates import USUAL_LIFE
from forms_api import current
from forms_api.auth.guards import keeps_text, member_required, own_hand
from forms_api.forms.acting import MandateForm
from forms_api.forms.base import typed
from forms_api.language import gettext as _
from forms_api.language import said
from forms_api.limits import network_of
from forms_api.rendering import render
from forms_api.services import mandates
from forms_api.services.refusals import Refused

bp = Blueprint("mandates", __name__, url_prefix="/forms/mandates")

HOUR = timedelta(hours=1)
CODES_AN_HOUR = 20


@bp.route("", methods=["GET", "POST"])
@member_required
@own_hand()
@keeps_text
def index() -> ResponseReturnValue:
    """Show the mandates of both directions, and take a new one."""
    today, me = current.now().date(), current.member().id
    form = MandateForm(until=today + USUAL_LIFE)
    form.choose_from(mandates.connected(current.store(), me))
    if form.validate_on_submit() and _given(form):
        return redirect(url_for(".index", _anchor="given"), 303)
    return render(
        "forms/mandates/index.html",
        form=form,
        views=mandates.mine(current.store(), me, today),
        code=mandates.helper_code(current.config().secret, me, today),
    )


def _given(form: MandateForm) -> bool:
    """Tell whether the mandate was taken; if not, the reason stands at its field."""
    today, me = current.now().date(), current.member().id
    code = typed(form.code)
    if not code and not form.helper.data:
        form.code.errors = [_("Choose somebody, or type your helper's code")]
        return False
    if code:
        current.parts().limiter.check(
            "helper", network_of(request.remote_addr), current.now(), most=CODES_AN_HOUR, within=HOUR
        )
    try:
        helper = mandates.helper_with(current.store(), current.config().secret, code, today) if code else ""
        mandates.give(current.store(), me, helper or typed(form.helper), form.last_day, today)
    except mandates.UntilWrong as refused:
        form.until.errors = [said(refused)]
    except Refused as refused:
        (form.code if code else form.helper).errors = [said(refused)]
    else:
        return True
    return False


@bp.post("/<mandate>/revoke")
@member_required
@own_hand()
def revoke(mandate: str) -> ResponseReturnValue:
    """Take one's word back, or lay down what one was given."""
    mandates.revoke(current.store(), mandate, current.member().id, current.now().date())
    return redirect(url_for(".index"), 303)
