"""The moderation desk: what was said, and taking it off for a reason."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.auth.guards import keeps_text, steward_required
from forms_api.forms.moderation import ReasonForm
from forms_api.rendering import render
from forms_api.services import moderation, moderation_words

bp = Blueprint("moderation", __name__, url_prefix="/forms/desk/moderation")


@bp.get("")
@steward_required
def index() -> ResponseReturnValue:
    """Show what was said about the proposals that are not decided yet, the newest first."""
    queue, words = moderation.queue(current.store()), moderation_words.queue(current.store())
    return render("forms/moderation/index.html", queue=queue, words=words)


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


@bp.route("/<any(versions, amendments):what>/<proposal>/<int:number>", methods=["GET", "POST"])
@steward_required
@keeps_text
def remove_words(what: str, proposal: str, number: int) -> ResponseReturnValue:
    """Take an earlier version or an amendment off."""
    form = ReasonForm()
    amendment = what == "amendments"
    if form.validate_on_submit():
        take = moderation_words.remove_amendment if amendment else moderation_words.remove_version
        take(current.store(), proposal, number, form.why, current.member().id, current.now())
        return redirect(url_for(".index"), 303)
    found = moderation_words.words(current.store(), proposal, number, amendment=amendment)
    return render("forms/moderation/remove_words.html", form=form, found=found, what=what)


@bp.post("/<any(versions, amendments):what>/<proposal>/<int:number>/restore")
@steward_required
def restore_words(what: str, proposal: str, number: int) -> ResponseReturnValue:
    """Put an earlier version or an amendment back."""
    put = moderation_words.restore_amendment if what == "amendments" else moderation_words.restore_version
    put(current.store(), proposal, number, current.member().id, current.now())
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
