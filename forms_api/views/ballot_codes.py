"""
Voting by the code of a letter, without signing in.

Rules of this file: code and choice travel in form bodies only; a GET shows nothing of a vote; a wrong code is
answered alike whatever is wrong with it, and counted against the network it comes from.
"""

from __future__ import annotations

import secrets

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from domain.governance.choice import read_choice
from forms_api import current
from forms_api.auth.guards import any_hand, keeps_text, public
from forms_api.auth.tries import count_try
from forms_api.forms.ballots import ballot_class
from forms_api.forms.base import typed
from forms_api.forms.paper import CodeBallotForm, OpenForm
from forms_api.language import gettext as _
from forms_api.receipt_pages import as_file, receipt_page
from forms_api.rendering import render
from forms_api.services import ballot_codes
from forms_api.services.casting import Sent
from forms_api.services.codes import beginning
from forms_api.services.standing import Standing, standing

bp = Blueprint("ballot_codes", __name__, url_prefix="/forms/vote-by-code")

SECTION = "decisions"
PER_NETWORK = 30
FOR_ALL = 300
PAGE_BYTES = 16


@bp.get("")
@public
def ask() -> ResponseReturnValue:
    """Ask for the code of a letter."""
    return render("forms/paper/code.html", section=SECTION, form=OpenForm(formdata=None))


@bp.post("")
@public
@any_hand
@keeps_text
def show() -> ResponseReturnValue:
    """Show the ballot that the code opens; nothing on it is chosen beforehand."""
    form = OpenForm()
    if not form.validate_on_submit():
        return render("forms/paper/code.html", section=SECTION, form=form)
    _limit(typed(form.code))
    try:
        seen = _seen(typed(form.code))
    except ballot_codes.BallotCodeUnknown as refused:
        form.code.errors = [_(refused.message)]
        return render("forms/paper/code.html", section=SECTION, form=form)
    ballot = ballot_class(seen.policy, seen.proposal.options, CodeBallotForm)(formdata=None)
    ballot["code"].data = typed(form.code)
    return _ballot(seen, ballot)


@bp.post("/check")
@public
@any_hand
@keeps_text
def check() -> ResponseReturnValue:
    """Show the answers once more before they go in the box."""
    seen, form = _sent()
    if not form.validate_on_submit() or seen.refusal:
        return _ballot(seen, form)
    page, row = secrets.token_hex(PAGE_BYTES), read_choice(form.answer)
    steps = _steps(seen)
    return render(
        "forms/ballots/check.html", section=SECTION, form=form, page=page, seen=seen, row=row, steps=steps
    )


@bp.post("/change")
@public
@any_hand
@keeps_text
def change() -> ResponseReturnValue:
    """Show the ballot again with what was chosen on it."""
    seen, form = _sent()
    form.validate_on_submit()
    return _ballot(seen, form)


@bp.post("/cast")
@public
@any_hand
@keeps_text
def cast() -> ResponseReturnValue:
    """Put the checked ballot in the box."""
    seen, form = _sent()
    if not form.validate_on_submit():
        return _ballot(seen, form)
    sent = Sent(form.answer, typed(form.phrase), typed(form.page), form.reason)
    record, code = current.config().record_dir, typed(form["code"])
    ballot = ballot_codes.cast_by_code(current.parts().store, record, code, sent, current.now())
    return redirect(url_for(".receipt", slip=ballot.id), 303)


@bp.get("/check")
@bp.get("/change")
@bp.get("/cast")
@public
def back() -> ResponseReturnValue:
    """Lead to the first step: these pages stand at the end of a form only."""
    return redirect(url_for(".ask"), 303)


@bp.get("/receipt/<slip>")
@public
def receipt(slip: str) -> ResponseReturnValue:
    """Show the receipt of a ballot that a code cast, for as long as it lies in the box."""
    proposal, kept = ballot_codes.slip(current.parts().store, slip)
    seen = standing(current.parts().store, current.config().record_dir, proposal, "", current.now())
    steps = _steps(seen) | {"text": url_for(".receipt_file", slip=slip)}
    return receipt_page(seen, kept, steps, by_code=True)


@bp.get("/receipt/<slip>/text")
@public
def receipt_file(slip: str) -> ResponseReturnValue:
    """Hand the receipt over as a text file."""
    proposal, kept = ballot_codes.slip(current.parts().store, slip)
    seen = standing(current.parts().store, current.config().record_dir, proposal, "", current.now())
    return as_file(seen, kept)


def _limit(code: str) -> None:
    count_try("ballot-code", for_all=FOR_ALL, per_network=PER_NETWORK, key=beginning(code), per_key=PER_NETWORK)


def _seen(code: str) -> Standing:
    # Not through the hands of who acts for somebody: the letter speaks for whom it was made.
    return ballot_codes.seen_by_code(current.parts().store, current.config().record_dir, code, current.now())


def _sent() -> tuple[Standing, CodeBallotForm]:
    code = request.form.get("code", "")
    try:
        seen = _seen(code)
    except ballot_codes.BallotCodeUnknown:
        _limit(code)
        raise
    return seen, ballot_class(seen.policy, seen.proposal.options, CodeBallotForm)()


def _ballot(seen: Standing, form: CodeBallotForm) -> ResponseReturnValue:
    template = "forms/ballots/closed.html" if seen.refusal else "forms/ballots/ballot.html"
    return render(template, section=SECTION, seen=seen, form=form, steps=_steps(seen))


def _steps(seen: Standing) -> dict[str, str]:
    """Return where the buttons of the ballot's pages lead for who votes by code."""
    own = {name: url_for(f".{name}") for name in ("check", "change", "cast", "ask")}
    return {**own, "home": f"/proposals/{seen.proposal.id}/"}
