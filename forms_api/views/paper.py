"""Paper at the stewards' desk: letters with ballot codes, and the ballot sheet of a vote."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from domain.people import Member
from forms_api import current
from forms_api.auth.guards import keeps_text, steward_required
from forms_api.forms.ballots import BallotForm, ballot_class
from forms_api.forms.base import typed
from forms_api.forms.fields import option
from forms_api.forms.paper import CHOSEN, EVERYBODY, LettersForm
from forms_api.language import said
from forms_api.rendering import render
from forms_api.services import ballot_codes
from forms_api.services.refusals import Refused
from forms_api.services.standing import Standing, standing
from presentation.paper_ballot import in_languages, qr_code

bp = Blueprint("paper", __name__, url_prefix="/forms/desk/paper/<proposal>")

SECTION = "me"
SET_BYTES = 16


@bp.get("")
@steward_required
def show(proposal: str) -> ResponseReturnValue:
    """Show what is there on paper for a vote."""
    return _page(proposal, _form(proposal, formdata=None))


@bp.post("/letters")
@steward_required
@keeps_text
def letters(proposal: str) -> ResponseReturnValue:
    """
    Show the letters, to be printed at once: what is inside them is kept nowhere.

    No redirect: the codes exist on this page alone. The same form sent twice makes the same letters.
    """
    form = _form(proposal)
    if not form.validate_on_submit():
        return _page(proposal, form)
    try:
        made = ballot_codes.make_letters(
            current.store(),
            proposal,
            _wanted(form, proposal),
            typed(form.letters),
            current.member().id,
            current.now(),
        )
    except Refused as refused:
        form.whom.errors = [said(refused)]
        return _page(proposal, form)
    seen, network = _seen(proposal), current.catalogue().network
    address = current.config().base_url.rstrip("/") + "/forms/vote-by-code"
    return render(
        "forms/paper/letters.html",
        section=SECTION,
        seen=seen,
        letters=[(letter, qr_code(f"{address}#{letter.code}")) for letter in made],
        words=in_languages(network, "forms/paper/letter_words.html", seen=seen, address=address),
    )


@bp.get("/ballot-sheet")
@steward_required
def sheet(proposal: str) -> ResponseReturnValue:
    """Show the ballot on paper, in every language of the network, to be printed."""
    seen, network = _seen(proposal), current.catalogue().network
    ballot_codes.check_sheet(seen)
    options = ballot_class(seen.policy, seen.proposal.options, BallotForm).options
    words = in_languages(network, "forms/paper/sheet_words.html", seen=seen, options=options)
    return render("forms/paper/sheet.html", section=SECTION, seen=seen, words=words)


def _page(proposal: str, form: LettersForm) -> ResponseReturnValue:
    seen = _seen(proposal)
    ballot_codes.check_paper(seen.policy)
    if not form.letters.data:
        form.letters.data = secrets.token_hex(SET_BYTES)
    made = ballot_codes.letters_made(current.store(), proposal)
    return render("forms/paper/show.html", section=SECTION, seen=seen, form=form, made=made)


def _form(proposal: str, **more: Any) -> LettersForm:
    form = LettersForm(**more)
    people = sorted(_on_roll(proposal), key=lambda member: (member.entry.name, member.id))
    form.members.choices = [option(member.id, member.entry.name) for member in people]
    return form


def _on_roll(proposal: str) -> list[Member]:
    return list(ballot_codes.on_roll(current.store(), proposal).values())


def _wanted(form: LettersForm, proposal: str) -> list[str] | None:
    if form.whom.data == EVERYBODY:
        return None
    if form.whom.data == CHOSEN:
        return list(form.members.data or ())
    return [member.id for member in _on_roll(proposal) if not member.email]


def _seen(proposal: str) -> Standing:
    store, record = current.store(), current.config().record_dir
    return standing(store, record, proposal, current.member().id, current.now())
