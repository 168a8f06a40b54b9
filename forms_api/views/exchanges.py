"""Exchanges that came from no match: what was written down elsewhere, and waits for a member to confirm it."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.auth.guards import keeps_text, member_required
from forms_api.forms.exchange import DoneForm
from forms_api.rendering import render
from forms_api.services import exchanges
from forms_api.services.moves import TooLate
from forms_api.views.matches import written

bp = Blueprint("exchanges", __name__, url_prefix="/forms/exchanges")


@bp.get("/<exchange>")
@member_required
def show(exchange: str) -> ResponseReturnValue:
    """Show what was written down, and ask whether it was so."""
    view = exchanges.view(current.store(), exchange, current.member().id, current.now())
    return render("forms/exchanges/show.html", view=view)


@bp.post("/<exchange>/confirm")
@member_required
def confirm(exchange: str) -> ResponseReturnValue:
    """Confirm what the other side wrote."""
    exchanges.confirm(current.store(), exchange, current.member().id, current.now())
    return redirect(url_for(".show", exchange=exchange), 303)


@bp.post("/<exchange>/take-back")
@member_required
def take_back(exchange: str) -> ResponseReturnValue:
    """Take back what one wrote down by mistake, while the other side has not answered."""
    exchanges.take_back(current.store(), exchange, current.member().id, current.now())
    return redirect(url_for("me.show", _anchor="agreed"), 303)


@bp.route("/<exchange>/correct", methods=["GET", "POST"])
@member_required
@keeps_text
def correct(exchange: str) -> ResponseReturnValue:
    """Say what was given instead."""
    view = exchanges.view(current.store(), exchange, current.member().id, current.now())
    if not view.mine_to_confirm:
        raise TooLate
    form = DoneForm()
    if form.validate_on_submit() and written(form, exchange=view.exchange):
        return redirect(url_for(".show", exchange=exchange), 303)
    if request.method == "GET":
        form.show(view.exchange)
    back = url_for(".show", exchange=exchange)
    return render("forms/matches/done.html", form=form, skill_given=view.exchange.skill, back=back)
