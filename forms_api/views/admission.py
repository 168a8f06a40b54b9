"""The admission desk: who asks to join or is new, what their next step needs, and taking it."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from domain.people import Standing
from forms_api import current
from forms_api.auth.guards import keeps_text, steward_required
from forms_api.forms.admission import StepForm
from forms_api.language import said
from forms_api.rendering import render
from forms_api.services import admission
from forms_api.services.refusals import NotThere, Refused

bp = Blueprint("admission", __name__, url_prefix="/forms/desk/admission")


@bp.get("")
@steward_required
def index() -> ResponseReturnValue:
    """Show who is on the way in, those who are ready first."""
    ways = admission.on_the_way(current.store(), current.now().date())
    return render("forms/admission/index.html", ways=ways)


@bp.route("/<member>", methods=["GET", "POST"])
@steward_required
@keeps_text
def show(member: str) -> ResponseReturnValue:
    """Show one of them, and let them take their next step."""
    form = StepForm()
    if form.validate_on_submit() and _admitted(member, form):
        return redirect(url_for(".index"), 303)
    way = admission.way_of(current.store(), member, current.now().date())
    if way is None:
        raise admission.StepTaken if form.is_submitted() else NotThere
    form.step.data = way.step.value
    return render("forms/admission/show.html", form=form, way=way, applicant=Standing.APPLICANT)


def _admitted(member: str, form: StepForm) -> bool:
    if form.asked is None:
        raise NotThere
    try:
        admission.admit(current.store(), current.member().id, member, form.asked, current.now(), form.why)
    except admission.NotMet as refused:
        form.grounds.errors = [said(refused)]
        return False
    except admission.StepTaken:
        raise
    except Refused as refused:
        form.form_errors = [said(refused)]
        return False
    return True


@bp.post("/<member>/met")
@steward_required
def met(member: str) -> ResponseReturnValue:
    """Note that one has met them."""
    admission.meet(current.store(), current.member().id, member, current.now())
    return redirect(url_for(".show", member=member), 303)


@bp.route("/<member>/turn-away", methods=["GET", "POST"])
@steward_required
def turn_away(member: str) -> ResponseReturnValue:
    """Forget a request to join, after a page that asks once more."""
    form = StepForm()
    if form.validate_on_submit():
        admission.turn_away(current.store(), current.member().id, member)
        return redirect(url_for(".index"), 303)
    way = admission.way_of(current.store(), member, current.now().date())
    if way is None or way.member.standing is not Standing.APPLICANT:
        raise NotThere
    return render("forms/admission/turn_away.html", form=form, way=way)
