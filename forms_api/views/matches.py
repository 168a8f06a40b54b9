"""A match, to its two sides: choose or decline, write to each other, say what was given, confirm it."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from domain.exchange import Exchange, Kind, MatchState
from forms_api import current
from forms_api.auth.guards import keeps_text, member_required
from forms_api.forms.base import typed
from forms_api.forms.exchange import DoneForm, MessageForm
from forms_api.language import said
from forms_api.letters import send
from forms_api.rendering import render
from forms_api.services import blocks, exchanges, matches, messages, sightings
from forms_api.services.amounts import WrongAmount
from forms_api.services.moves import TooLate
from forms_api.services.refusals import N_
from forms_api.services.sightings import Reached

bp = Blueprint("matches", __name__, url_prefix="/forms/matches")


@bp.get("/<match>")
@member_required
def show(match: str) -> ResponseReturnValue:
    """Show where the match stands and what this side may do."""
    return _page(match, MessageForm(formdata=None))


def _page(match: str, form: MessageForm, reached: Reached | None = None) -> ResponseReturnValue:
    store, me = current.store(), current.member().id
    return render(
        "forms/matches/show.html",
        view=matches.view(store, match, me, current.now()),
        reached=reached,
        form=form,
        thread=messages.thread(store, match, me),
        writing=messages.writing(store, match, me),
        looks=sightings.looks_at(store, me, match),
    )


def _back(match: str) -> ResponseReturnValue:
    return redirect(url_for(".show", match=match), 303)


@bp.post("/<match>/choose")
@member_required
def choose(match: str) -> ResponseReturnValue:
    """Choose who helps."""
    matches.choose(current.store(), current.catalogue(), match, current.member().id, current.now())
    return _back(match)


@bp.post("/<match>/decline")
@member_required
def decline(match: str) -> ResponseReturnValue:
    """Decline an offer."""
    declined = matches.decline(current.store(), match, current.member().id, current.now())
    return redirect(url_for("needs.show", need=declined.need), 303)


@bp.post("/<match>/withdraw")
@member_required
def withdraw(match: str) -> ResponseReturnValue:
    """Step back."""
    matches.withdraw(current.store(), match, current.member().id, current.now())
    return _back(match)


@bp.post("/<match>/could-not")
@member_required
def could_not(match: str) -> ResponseReturnValue:
    """Note that it could not happen."""
    matches.could_not_happen(current.store(), match, current.member().id, current.now())
    return _back(match)


@bp.post("/<match>/channel")
@member_required
def channel(match: str) -> ResponseReturnValue:
    """Show how to reach the other side, on this answer only: the page's own address never holds it."""
    reached = sightings.look(current.store(), match, current.member().id, current.now())
    return _page(match, MessageForm(formdata=None), reached)


@bp.post("/<match>/message")
@member_required
@keeps_text
def message(match: str) -> ResponseReturnValue:
    """Pass a message on to the other side; a mail tells them that there is one, and nothing of it."""
    form = MessageForm()
    if form.validate_on_submit() and _passed_on(match, form):
        return redirect(url_for(".show", match=match, _anchor="messages"), 303)
    return _page(match, form)


def _passed_on(match: str, form: MessageForm) -> bool:
    """Tell whether the message was taken; if not, the reason stands at its field."""
    try:
        written = messages.write(current.store(), match, current.member().id, typed(form.text), current.now())
    except messages.EnoughForToday as refused:
        form.text.errors = [said(refused)]
        return False
    if written.tell is not None:
        link = current.config().base_url.rstrip("/") + url_for(".show", match=match)
        send(written.tell, N_("A message waits for you"), "mail/message.txt", link=link)
    return True


@bp.route("/<match>/done", methods=["GET", "POST"])
@member_required
@keeps_text
def done(match: str) -> ResponseReturnValue:
    """Say what was given; from the side that says it this is its confirmation."""
    view = matches.view(current.store(), match, current.member().id, current.now())
    if view.match.state is not MatchState.ACCEPTED and not view.mine_to_confirm:
        raise TooLate
    form = DoneForm()
    if form.validate_on_submit() and written(form, match=match, exchange=view.exchange):
        return _back(match)
    if request.method == "GET" and view.exchange is not None:
        form.show(view.exchange)
    return render(
        "forms/matches/done.html", form=form, skill_given=view.match.skill, back=url_for(".show", match=match)
    )


def written(form: DoneForm, *, match: str = "", exchange: Exchange | None = None) -> bool:
    """
    Write down what was given, or correct the *exchange* that the other side wrote.

    Tell whether it was taken; if not, the reason stands at its field.
    """
    member, kind, day = current.member().id, Kind(form.kind.data), form.day
    try:
        if exchange is not None:
            exchanges.correct(
                current.store(), exchange.id, member, kind, form.counted, day, current.now(), today=today()
            )
        else:
            exchanges.done(current.store(), match, member, kind, form.counted, day, current.now(), today=today())
    except exchanges.WrongDay as refused:
        form.on.errors = [said(refused)]
    except WrongAmount as refused:
        form.amount.errors = [said(refused)]
    else:
        return True
    return False


def today() -> date:
    """Return the day it is where the network lives: elsewhere tomorrow may have begun."""
    return current.now().astimezone(ZoneInfo(current.catalogue().network.time_zone)).date()


@bp.post("/<match>/take-back")
@member_required
def take_back(match: str) -> ResponseReturnValue:
    """Take back what one wrote down by mistake, while the other side has not answered."""
    view = matches.view(current.store(), match, current.member().id, current.now())
    if view.exchange is None:
        raise TooLate
    exchanges.take_back(current.store(), view.exchange.id, current.member().id, current.now())
    return _back(match)


@bp.post("/<match>/confirm")
@member_required
def confirm(match: str) -> ResponseReturnValue:
    """Confirm what the other side wrote."""
    view = matches.view(current.store(), match, current.member().id, current.now())
    if view.exchange is None:
        raise TooLate
    exchanges.confirm(current.store(), view.exchange.id, current.member().id, current.now())
    return _back(match)


@bp.post("/<match>/apart")
@member_required
def keep_apart(match: str) -> ResponseReturnValue:
    """Not be matched with this person again; they are never told."""
    blocks.keep_apart(current.store(), match, current.member().id, current.now())
    return redirect(url_for("me.show"), 303)
