"""Advice before a vote by those it concerns, and the desk's page where it is answered."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.auth.guards import keeps_text, member_required, steward_required
from forms_api.forms.advice import AdviceForm, AnswerForm
from forms_api.forms.base import typed
from forms_api.rendering import render
from forms_api.services import advice
from forms_api.services.advice import BEFORE_THE_VOTE, NoVoiceAsked
from forms_api.services.constituency import NotOfTheGroup
from forms_api.services.proposal_events import NotNow
from forms_api.services.refusals import Refused
from forms_api.services.standing import Standing, standing
from forms_api.views.proposals import said_on

bp = Blueprint("advice", __name__, url_prefix="/forms")


@bp.route("/proposals/<proposal>/advise", methods=["GET", "POST"])
@member_required
@keeps_text
def advise(proposal: str) -> ResponseReturnValue:
    """Give advice as somebody the proposal concerns."""
    seen = _seen(proposal)
    own = next((a for a in seen.advice if a.member == current.member().id), None)
    form = AdviceForm(data={"text": own.text, "named": own.named} if own else None)
    if form.validate_on_submit():
        with said_on(form):
            advice.advise(
                current.store(),
                current.catalogue(),
                proposal,
                current.member().id,
                typed(form.text),
                current.now(),
                named=bool(form.named.data),
            )
            return redirect(url_for("proposals.show", proposal=proposal), 303)
    return render(
        "forms/advice/advise.html", section="decisions", form=form, seen=seen, own=own, refusal=_refused(seen)
    )


@bp.route("/desk/promises/<proposal>/answer", methods=["GET", "POST"])
@steward_required
@keeps_text
def answer(proposal: str) -> ResponseReturnValue:
    """Write what the decision answers to the advice."""
    seen = _seen(proposal)
    form = AnswerForm(data={"text": seen.answer.text} if seen.answer else None)
    if form.validate_on_submit():
        with said_on(form):
            advice.answer(current.store(), proposal, typed(form.text), current.member().id, current.now())
            return redirect(url_for("promises.show", proposal=proposal), 303)
    return render("forms/advice/answer.html", form=form, seen=seen)


def _seen(proposal: str) -> Standing:
    return standing(current.store(), current.config().record_dir, proposal, current.member().id, current.now())


def _refused(seen: Standing) -> Refused | None:
    if not advice.asks_a_voice(seen.proposal):
        return NoVoiceAsked()
    with current.store().reading() as unit:
        if not advice.may_advise(unit, current.catalogue(), seen.proposal, current.member().id):
            return NotOfTheGroup()
    return None if seen.state in BEFORE_THE_VOTE else NotNow(seen.state)
