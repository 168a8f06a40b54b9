"""
The ballot: choose, check, cast, keep the receipt.

Rules of this file: the choice travels in form bodies only, never in an address, a cookie or a session; nothing
is stored before the last step; the receipt page never shows the choice.
"""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from domain.governance.choice import read_choice
from forms_api import current
from forms_api.auth.csrf import Token
from forms_api.auth.guards import OwnBallot, keeps_text, member_required, own_hand
from forms_api.forms.ballots import BallotForm, ballot_class
from forms_api.forms.base import typed
from forms_api.forms.plain_ballot import plain_ballot
from forms_api.receipt_pages import as_file, receipt_page
from forms_api.rendering import render, see_other
from forms_api.services import ballots
from forms_api.services.casting import Sent
from forms_api.services.standing import Standing, standing
from forms_api.straight import NOT_KEPT

bp = Blueprint("ballots", __name__, url_prefix="/forms/proposals/<proposal>/ballot")

SECTION = "decisions"
PAGE_BYTES = 16


@bp.get("")
@member_required
@own_hand(OwnBallot)
def ask(proposal: str) -> ResponseReturnValue:
    """Show the ballot; nothing on it is chosen beforehand."""
    seen = _seen(proposal)
    return _ballot(seen, _form(seen, formdata=None))


@bp.post("")
@member_required
@own_hand(OwnBallot)
@keeps_text
def cast(proposal: str) -> ResponseReturnValue:
    """Put the checked ballot in the box."""
    # Whether the vote is open, and for whom, is looked at where the ballot goes in the box.
    asked = ballots.asked(current.store(), proposal)
    plain = None
    if current.csrf_verdict() is Token.GOOD:
        plain = plain_ballot(asked.policy.method, asked.options, request.form)
    if plain is not None:
        sent = Sent(plain.answer, plain.phrase, plain.page)
    else:
        form = ballot_class(asked.policy, asked.options, BallotForm)()
        if not form.validate_on_submit():
            return _ballot(_seen(proposal), form)
        sent = Sent(form.answer, typed(form.phrase), typed(form.page), form.reason)
    if (not_kept := request.environ.get(NOT_KEPT)) is not None:
        raise not_kept
    ballots.put(current.store(), current.config().record_dir, proposal, current.member().id, sent, current.now())
    return see_other(f"{request.path}/receipt")


@bp.post("/check")
@member_required
@own_hand(OwnBallot)
@keeps_text
def check(proposal: str) -> ResponseReturnValue:
    """Show the answers once more before they go in the box."""
    seen = _seen(proposal)
    form = _form(seen)
    if not form.validate_on_submit() or seen.refusal:
        return _ballot(seen, form)
    page = secrets.token_hex(PAGE_BYTES)
    row = read_choice(form.answer)
    return render(
        "forms/ballots/check.html",
        section=SECTION,
        form=form,
        page=page,
        seen=seen,
        row=row,
        steps=_steps(proposal),
    )


@bp.post("/change")
@member_required
@own_hand(OwnBallot)
@keeps_text
def change(proposal: str) -> ResponseReturnValue:
    """Show the ballot again with what was chosen on it."""
    seen = _seen(proposal)
    form = _form(seen)
    form.validate_on_submit()
    return _ballot(seen, form)


@bp.get("/check")
@bp.get("/change")
@member_required
@own_hand(OwnBallot)
def back(proposal: str) -> ResponseReturnValue:
    """Lead to the ballot: these pages stand at the end of a form only."""
    return redirect(url_for(".ask", proposal=proposal), 303)


@bp.get("/receipt")
@member_required
@own_hand(OwnBallot)
def receipt(proposal: str) -> ResponseReturnValue:
    """Show the receipt of the member's ballot in the box."""
    kept = ballots.own_receipt(current.store(), proposal, current.member().id)
    return receipt_page(_seen(proposal), kept, _steps(proposal))


@bp.get("/receipt.txt")
@member_required
@own_hand(OwnBallot)
def receipt_file(proposal: str) -> ResponseReturnValue:
    """Hand the receipt over as a text file."""
    kept = ballots.own_receipt(current.store(), proposal, current.member().id)
    return (
        redirect(url_for(".receipt", proposal=proposal), 303) if kept is None else as_file(_seen(proposal), kept)
    )


def _ballot(seen: Standing, form: BallotForm) -> ResponseReturnValue:
    if seen.refusal:
        return render("forms/ballots/closed.html", section=SECTION, seen=seen)
    return render(
        "forms/ballots/ballot.html", section=SECTION, seen=seen, form=form, steps=_steps(seen.proposal.id)
    )


def _steps(proposal: str) -> dict[str, str]:
    """Return where the buttons of the ballot's pages lead for who is signed in."""
    own = {name: url_for(f".{name}", proposal=proposal) for name in ("check", "change", "cast", "ask")}
    text = url_for(".receipt_file", proposal=proposal)
    return {**own, "home": url_for("proposals.show", proposal=proposal), "text": text}


def _form(seen: Standing, **more: Any) -> BallotForm:
    return ballot_class(seen.policy, seen.proposal.options, BallotForm)(**more)


def _seen(proposal: str) -> Standing:
    return standing(current.store(), current.config().record_dir, proposal, current.member().id, current.now())
