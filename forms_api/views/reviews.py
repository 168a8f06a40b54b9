"""The desk's page for looking back at a decision, ninety days after it was certified."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.auth.guards import keeps_text, steward_required
from forms_api.forms.base import typed
from forms_api.forms.reviews import ReviewForm
from forms_api.rendering import render
from forms_api.services import reviews
from forms_api.services.reviews import TooEarlyToReview
from forms_api.services.standing import standing
from forms_api.views.proposals import said_on

bp = Blueprint("reviews", __name__, url_prefix="/forms/desk/promises")


@bp.route("/<proposal>/review", methods=["GET", "POST"])
@steward_required
@keeps_text
def write(proposal: str) -> ResponseReturnValue:
    """Write the review of a decision."""
    store, me, now = current.store(), current.member().id, current.now()
    found = reviews.to_review(store, proposal)
    before = found.review
    form = ReviewForm(data={"did": before.did, "learnt": before.learnt} if before else None)
    if form.validate_on_submit():
        with said_on(form):
            reviews.review(store, proposal, typed(form.did), typed(form.learnt), me, now)
            return redirect(url_for("promises.show", proposal=proposal), 303)
    seen = standing(store, current.config().record_dir, proposal, me, now)
    early = TooEarlyToReview(day=found.opens.isoformat()) if now.date() < found.opens else None
    return render("forms/promises/review.html", form=form, seen=seen, refusal=early)
