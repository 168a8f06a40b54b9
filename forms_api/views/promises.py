"""The desk's book of promises: what was promised after an adoption, and what became of it."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from domain.governance.commitments import commitment_standing
from forms_api import current
from forms_api.auth.guards import keeps_text, steward_required
from forms_api.forms.base import typed
from forms_api.forms.promises import PromiseForm, SettleForm
from forms_api.rendering import render
from forms_api.services import promises, reviews
from forms_api.services.promises import ADOPTED, SETTLED
from forms_api.services.reviews import NothingToReview
from forms_api.services.standing import Standing, adopted_proposals, standing

bp = Blueprint("promises", __name__, url_prefix="/forms/desk/promises")


@bp.get("")
@steward_required
def index() -> ResponseReturnValue:
    """Show the adopted decisions that are not finished."""
    return render("forms/promises/index.html", adopted=adopted_proposals(current.store(), ADOPTED))


@bp.route("/<proposal>", methods=["GET", "POST"])
@steward_required
@keeps_text
def show(proposal: str) -> ResponseReturnValue:
    """Show one decision's promises and take a new one."""
    form = PromiseForm()
    due = form.due.data
    if form.validate_on_submit() and due is not None:
        promises.promise(
            current.store(),
            proposal,
            typed(form.what),
            typed(form.owner),
            due,
            current.member().id,
            current.now(),
        )
        return redirect(url_for(".show", proposal=proposal), 303)
    seen = _seen(proposal)
    today = current.now().date()
    open_ones = [promise for promise in seen.promises if promise.state not in SETTLED]
    return render(
        "forms/promises/show.html",
        form=form,
        seen=seen,
        standings={p.id: commitment_standing(p.state, p.due, p.settled_on, today) for p in seen.promises},
        **_review(proposal),
        adopted=seen.state in ADOPTED,
        open_ones=open_ones,
    )


@bp.route("/<proposal>/<promise>", methods=["GET", "POST"])
@steward_required
@keeps_text
def settle(proposal: str, promise: str) -> ResponseReturnValue:
    """Say what became of one promise."""
    form = SettleForm()
    if form.validate_on_submit():
        promises.settle(
            current.store(),
            promise,
            form.found,
            typed(form.evidence),
            current.member().id,
            current.now(),
        )
        return redirect(url_for(".show", proposal=proposal), 303)
    seen = _seen(proposal)
    found = next((one for one in seen.promises if one.id == promise), None)
    if found is None:
        raise promises.NoSuchPromise
    return render("forms/promises/settle.html", form=form, seen=seen, promise=found)


@bp.post("/<proposal>/finish")
@steward_required
def finish(proposal: str) -> ResponseReturnValue:
    """Close the book on a decision."""
    promises.finish(current.store(), proposal, current.member().id, current.now())
    return redirect(url_for(".index"), 303)


def _review(proposal: str) -> dict[str, object]:
    """Return what the page says of the review, which opens ninety days after the certification."""
    try:
        found = reviews.to_review(current.store(), proposal)
    except NothingToReview:
        return {"reviewable": None, "review_open": False}
    return {"reviewable": found, "review_open": current.now().date() >= found.opens}


def _seen(proposal: str) -> Standing:
    return standing(current.store(), current.config().record_dir, proposal, current.member().id, current.now())
