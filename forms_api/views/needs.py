"""Needs and offers of others, behind the sign-in; and for a need's owner, who could meet it."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from domain.exchange import Intent
from forms_api import current
from forms_api.auth.guards import keeps_text, member_required
from forms_api.forms.base import typed
from forms_api.forms.exchange import CouldForm
from forms_api.rendering import render
from forms_api.services import acting, intents, matches

bp = Blueprint("needs", __name__, url_prefix="/forms/needs")


@bp.get("")
@member_required
def index() -> ResponseReturnValue:
    """Show what members invite help with, and what they offer."""
    asked = (current.store(), current.catalogue(), current.member().id, current.now())
    return render("forms/needs/index.html", needs=intents.needs_for(*asked), offers=intents.offers_for(*asked))


@bp.get("/<need>")
@member_required
def show(need: str) -> ResponseReturnValue:
    """Show one need: to its owner who could, to others what is wanted."""
    own = _own(need)
    if own is not None:
        offers = matches.waiting(current.store(), current.catalogue(), need, current.member().id, current.now())
        return render("forms/needs/mine.html", need=own, offers=offers)
    return render("forms/needs/show.html", card=_card(need), by_hand=_by_hand(need))


def _by_hand(need: str) -> bool:
    """Tell a steward whether somebody else typed it; nobody else is told."""
    if not current.member().steward:
        return False
    with current.store().reading() as unit:
        return f"intents/{need}" in acting.by_hand(unit)


def _own(need: str) -> Intent | None:
    mine = intents.mine(current.store(), current.member().id)
    return next((intent for intent in mine if intent.id == need), None)


def _card(need: str) -> intents.NeedCard:
    return intents.need_for(current.store(), current.catalogue(), need, current.member().id, current.now())


@bp.route("/<need>/could", methods=["GET", "POST"])
@member_required
@keeps_text
def could(need: str) -> ResponseReturnValue:
    """Say "I could", with a few words."""
    form = CouldForm()
    if form.validate_on_submit():
        member, message = current.member().id, typed(form.message)
        made = matches.offer_help(current.store(), current.catalogue(), need, member, message, current.now())
        return redirect(url_for("matches.show", match=made.id), 303)
    matches.may_offer(current.store(), current.catalogue(), need, current.member().id, current.now())
    return render("forms/needs/could.html", card=_card(need), form=form)
