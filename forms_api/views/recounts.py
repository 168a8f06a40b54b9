"""A recount under way: what it changes, written down by those who may, and ended by two of them."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.auth.guards import keeps_text, member_required, own_hand
from forms_api.forms.base import BaseForm, typed
from forms_api.forms.challenges import LateForm, TakeBackForm, VoidForm
from forms_api.rendering import render
from forms_api.services import recounts
from forms_api.services.recounts import NothingToEnd
from forms_api.services.refusals import Refused
from forms_api.services.standing import Standing, standing
from forms_api.services.two_people import NotOneOfTwo, may_be_one_of_two
from forms_api.views.proposals import said_on

bp = Blueprint("recounts", __name__, url_prefix="/forms/recounts/<proposal>")


@bp.get("")
@member_required
@own_hand()
def show(proposal: str) -> ResponseReturnValue:
    """Show what the recount changes so far."""
    return _page(proposal)


@bp.post("/void")
@member_required
@own_hand()
@keeps_text
def void(proposal: str) -> ResponseReturnValue:
    """Take a ballot out of the count, for a reason of the list."""
    form = VoidForm()
    if form.validate_on_submit():
        with said_on(form):
            recounts.void(current.store(), proposal, typed(form.code), form.why, current.member().id)
            return redirect(url_for(".show", proposal=proposal), 303)
    return _page(proposal, void=form)


@bp.post("/late")
@member_required
@own_hand()
@keeps_text
def late(proposal: str) -> ResponseReturnValue:
    """Log a commitment that was promised and is missing."""
    form = LateForm()
    if form.validate_on_submit():
        with said_on(form):
            recounts.add_late(
                current.store(),
                current.config().record_dir,
                proposal,
                typed(form.promise),
                current.member().id,
                voter=typed(form.voter).strip(),
                opening=typed(form.opening),
            )
            return redirect(url_for(".show", proposal=proposal), 303)
    return _page(proposal, late=form)


@bp.post("/take-back")
@member_required
@own_hand()
def take_back(proposal: str) -> ResponseReturnValue:
    """Take a change back that was written down by mistake."""
    form = TakeBackForm()
    if form.validate_on_submit():
        recounts.take_back(current.store(), proposal, str(form.commitment.data), current.member().id)
    return redirect(url_for(".show", proposal=proposal), 303)


@bp.post("/end")
@member_required
@own_hand()
def end(proposal: str) -> ResponseReturnValue:
    """Say that all is counted again."""
    recounts.end(current.store(), proposal, current.member().id, current.now())
    return redirect(url_for(".show", proposal=proposal), 303)


@bp.get("/void")
@bp.get("/late")
@member_required
@own_hand()
def back(proposal: str) -> ResponseReturnValue:
    """Lead to the recount: these pages stand at the end of a form only."""
    return redirect(url_for(".show", proposal=proposal), 303)


def _page(proposal: str, **forms: BaseForm) -> ResponseReturnValue:
    seen, found, refusal = _seen(proposal), None, _refused()
    if refusal is None:
        try:
            found = recounts.shown(current.store(), proposal)
        except NothingToEnd as over:
            refusal = over
    return render(
        "forms/challenges/recount.html",
        seen=seen,
        recount=found,
        refusal=refusal,
        mine=found is not None and found.said_by == current.member().id,
        void=forms.get("void") or VoidForm(formdata=None),
        late=forms.get("late") or LateForm(formdata=None),
        take_back=TakeBackForm(formdata=None),
    )


def _refused() -> Refused | None:
    with current.store().reading() as unit:
        return None if may_be_one_of_two(unit, current.member().id) else NotOneOfTwo()


def _seen(proposal: str) -> Standing:
    return standing(current.store(), current.config().record_dir, proposal, current.member().id, current.now())
