"""Mails about votes: stopped by the address that stands in each, or on one's own page, and begun again there."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.auth.guards import member_required, public, signed_address
from forms_api.rendering import render
from forms_api.services import notices
from forms_api.services.refusals import N_, Refused
from forms_api.stop_address import member_of

bp = Blueprint("vote_mails", __name__, url_prefix="/forms")

ONE_CLICK = ("List-Unsubscribe", "One-Click")


class NotOurAddress(Refused):
    message = N_("This address is not complete. Copy it whole from the mail, or stop the mails on your own page.")
    status = 404


def _whose(token: str) -> str:
    for secret in current.config().secrets_at(current.now()):
        if (member := member_of(secret, token)) is not None:
            return member
    raise NotOurAddress


@bp.get("/stop/<signed:token>")
@public
def address(token: str) -> ResponseReturnValue:
    """Show the button that stops the mails, or that they are stopped."""
    wanted = notices.wants_mails(current.parts().store, _whose(token))
    return render("forms/vote_mails/stop.html", token=token, wanted=wanted)


@bp.post("/stop/<signed:token>")
@public
@signed_address
def by_address(token: str) -> ResponseReturnValue:
    """Stop the mails: pressed on that page, or sent by a mailbox, which follows no redirect."""
    # Whoever sits at this browser: it is the address that asks.
    notices.want_mails(current.parts().store, _whose(token), wanted=False)
    if request.form.get(ONE_CLICK[0]) == ONE_CLICK[1]:
        return render("forms/vote_mails/stop.html", token=token, wanted=False)
    return redirect(url_for(".address", token=token), 303)


@bp.post("/vote-mails/stop")
@member_required
def stop() -> ResponseReturnValue:
    """Stop the mails, signed in."""
    notices.want_mails(current.store(), current.member().id, wanted=False)
    return redirect(url_for("me.show", _anchor="vote_mails"), 303)


@bp.post("/vote-mails/start")
@member_required
def start() -> ResponseReturnValue:
    """Let the mails come again."""
    notices.want_mails(current.store(), current.member().id, wanted=True)
    return redirect(url_for("me.show", _anchor="vote_mails"), 303)
