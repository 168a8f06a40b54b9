"""The matching at the stewards' desk: whom to ring for which need, and circles; nothing happens by itself."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.auth.guards import steward_required
from forms_api.forms.matching import SuggestForm
from forms_api.rendering import render
from forms_api.services import matching, suggesting
from forms_api.services.refusals import NotThere

bp = Blueprint("matching", __name__, url_prefix="/forms/desk/matching")


@bp.get("")
@steward_required
def index() -> ResponseReturnValue:
    """Show the needs nobody has offered to meet, each with the few who might."""
    # What is no number of a page is the first one.
    page = max(1, request.args.get("page", 1, type=int))
    found = matching.desk(current.store(), current.catalogue(), current.member().id, current.now(), page)
    return render("forms/matching/index.html", matching=found)


@bp.get("/circles")
@steward_required
def circles() -> ResponseReturnValue:
    """Show circles and chains among the needs nobody has offered to meet."""
    found = matching.desk_circles(current.store(), current.catalogue(), current.member().id, current.now())
    return render("forms/matching/circles.html", circles=found)


@bp.post("/suggest")
@steward_required
def suggest() -> ResponseReturnValue:
    """Suggest one step to one member, or each step of a circle to each of its members."""
    form = SuggestForm()
    pairs = form.pairs() if form.validate_on_submit() else []
    if not pairs:
        raise NotThere
    if len(pairs) == 1:
        suggesting.suggest(current.store(), current.catalogue(), *pairs[0], current.now())
        return redirect(url_for(".index", _anchor=f"need-{pairs[0][0]}"), 303)
    suggesting.suggest_circle(current.store(), current.catalogue(), pairs, current.now())
    return redirect(url_for(".circles"), 303)
