"""Exchanges that came from no match: what was written down elsewhere, and waits for a member to confirm it."""

from __future__ import annotations

import contextlib
import secrets

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.auth.guards import keeps_text, member_required
from forms_api.forms.base import typed
from forms_api.forms.exchange import DoneForm, GivenForm
from forms_api.language import said
from forms_api.rendering import render
from forms_api.services import exchanges, gatherings
from forms_api.services.clearances import NotCleared
from forms_api.services.ids import new_id, repeatable
from forms_api.services.known_people import known_people
from forms_api.services.moves import TooLate
from forms_api.services.taking_part import participant
from forms_api.store.base import AlreadyThere
from forms_api.views.gatherings import note_a_wrong_code
from forms_api.views.matches import today, written

bp = Blueprint("exchanges", __name__, url_prefix="/forms/exchanges")


@bp.route("/new", methods=["GET", "POST"])
@member_required
@keeps_text
def new() -> ResponseReturnValue:
    """Write down something that was given without a match."""
    form = GivenForm(nonce=secrets.token_hex(16))
    with current.store().reading() as unit:
        me = participant(unit, current.member().id)
        form.choose_from(current.catalogue(), known_people(unit, current.catalogue(), me))
    if form.validate_on_submit() and (made := _written_down(form)):
        return redirect(url_for(".show", exchange=made), 303)
    return render("forms/exchanges/new.html", form=form)


def _written_down(form: GivenForm) -> str:
    """Return the id of what was stored, "" where it was refused; sent a second time it is found stored."""
    store, me = current.store(), current.member().id
    seed = ("exchange", me, typed(form.nonce) or secrets.token_hex(16))
    codes = form.code.data.split() if form.code.data else ()
    try:
        told = gatherings.people_with(store, current.config().secret, codes)
        given = form.given(told[0] if told else typed(form.who))
        with contextlib.suppress(AlreadyThere):
            exchanges.write_down(
                store, current.catalogue(), me, given, current.now(), repeatable(*seed), told=told, today=today()
            )
    except gatherings.CodeUnknown as refused:
        note_a_wrong_code()
        form.code.errors = [said(refused)]
    except exchanges.WrongDay as refused:
        form.on.errors = [said(refused)]
    except (NotCleared, exchanges.SomebodyNotCleared) as refused:
        form.skill.errors = [said(refused)]
    except (exchanges.OneselfOnly, exchanges.NotKnown) as refused:
        form.who.errors = [said(refused)]
    else:
        return new_id(repeatable(*seed))
    return ""


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
