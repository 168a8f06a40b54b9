"""The moderation desk: what was said, and taking it off for a reason."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.auth.guards import keeps_text, steward_required
from forms_api.forms.moderation import ReasonForm
from forms_api.rendering import render
from forms_api.services import moderation

bp = Blueprint("moderation", __name__, url_prefix="/forms/desk/moderation")


@bp.get("")
@steward_required
def index() -> ResponseReturnValue:
    """Show what was said about the proposals that are not decided yet, the newest first."""
    queue = moderation.queue(current.store())
    return render("forms/moderation/index.html", queue=queue)


@bp.route("/said/<argument>", methods=["GET", "POST"])
@steward_required
@keeps_text
def remove(argument: str) -> ResponseReturnValue:
    """Take one contribution off."""
    form = ReasonForm()
    if form.validate_on_submit():
        moderation.remove_argument(current.store(), argument, form.why, current.member().id, current.now())
        return redirect(url_for(".index"), 303)
    said = moderation.said(current.store(), argument)
    return render("forms/moderation/remove.html", form=form, said=said)


@bp.post("/said/<argument>/restore")
@steward_required
def restore(argument: str) -> ResponseReturnValue:
    """Put a contribution back."""
    moderation.restore_argument(current.store(), argument, current.member().id, current.now())
    return redirect(url_for(".index"), 303)


@bp.route("/proposals/<proposal>", methods=["GET", "POST"])
@steward_required
@keeps_text
def stop(proposal: str) -> ResponseReturnValue:
    """Stop a proposal that may not go on."""
    form = ReasonForm()
    if form.validate_on_submit():
        moderation.invalidate(current.store(), proposal, form.why, current.member().id, current.now())
        return redirect(url_for(".index"), 303)
    found = moderation.stoppable(current.store(), proposal)
    return render("forms/moderation/stop.html", form=form, proposal=found)
