"""
The polling table: one of two people enters the sheets, the other compares and confirms, receipts are printed.

Rules of this file: the choices of a batch are shown to the table until it is confirmed, and never after; nothing
of it is ever in an address.
"""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from domain.governance.choice import read_choice
from forms_api import current
from forms_api.auth.guards import OwnBallot, keeps_text, member_required, own_hand
from forms_api.forms.ballots import ballot_class
from forms_api.forms.base import ActForm, typed
from forms_api.forms.paper import BeginForm, ComparedForm, NumberForm, SheetForm
from forms_api.language import said
from forms_api.rendering import render
from forms_api.services import paper_table
from forms_api.services.ballot_codes import BallotCodeUnknown
from forms_api.services.receipts import sign_promise
from forms_api.services.standing import Standing, standing

bp = Blueprint("paper_table", __name__, url_prefix="/forms/table/<proposal>")

SECTION = "decisions"
BATCH_BYTES = 8
AT_THE_CODE = (BallotCodeUnknown, paper_table.BatchFull)


@bp.get("")
@member_required
@own_hand(OwnBallot)
def show(proposal: str) -> ResponseReturnValue:
    """Show the batches of a vote and where each stands."""
    there = paper_table.table(current.store(), proposal, current.member().id, current.now())
    form = BeginForm(formdata=None, batch=secrets.token_hex(BATCH_BYTES))
    return render("forms/paper/table.html", section=SECTION, seen=_seen(proposal), table=there, form=form)


@bp.post("/begin")
@member_required
@own_hand(OwnBallot)
def begin(proposal: str) -> ResponseReturnValue:
    """Begin a batch."""
    form = BeginForm()
    if not form.validate_on_submit() or not typed(form.batch):
        return redirect(url_for(".show", proposal=proposal), 303)
    record, member = current.config().record_dir, current.member().id
    batch = paper_table.begin(current.store(), record, proposal, member, typed(form.batch), current.now())
    return redirect(url_for(".batch", proposal=proposal, batch=batch), 303)


@bp.get("/<batch>")
@member_required
@own_hand(OwnBallot)
def batch(proposal: str, batch: str) -> ResponseReturnValue:
    """Show a batch: to who began it with a form for the next sheet, to another with a box to confirm it."""
    return _page(proposal, batch, _sheet(_seen(proposal), formdata=None))


@bp.post("/<batch>")
@member_required
@own_hand(OwnBallot)
@keeps_text
def enter(proposal: str, batch: str) -> ResponseReturnValue:
    """Lay one sheet in the batch."""
    form = _sheet(_seen(proposal))
    if not form.validate_on_submit():
        return _page(proposal, batch, form)
    try:
        paper_table.enter(
            current.store(),
            current.config().record_dir,
            proposal,
            batch,
            current.member().id,
            typed(form.code),
            form.answer,
            current.now(),
            reason=form.reason,
        )
    except AT_THE_CODE as refused:
        form.code.errors = [said(refused)]
        return _page(proposal, batch, form)
    return redirect(url_for(".batch", proposal=proposal, batch=batch, _anchor="sheet"), 303)


@bp.post("/<batch>/take-out")
@member_required
@own_hand(OwnBallot)
def take_out(proposal: str, batch: str) -> ResponseReturnValue:
    """Take a sheet out of the batch."""
    form = NumberForm()
    number = typed(form.number)
    if form.validate_on_submit() and number.isdecimal():
        member, now = current.member().id, current.now()
        paper_table.take_out(current.store(), proposal, batch, int(number), member, now)
    return redirect(url_for(".batch", proposal=proposal, batch=batch), 303)


@bp.post("/<batch>/throw-away")
@member_required
@own_hand(OwnBallot)
def throw_away(proposal: str, batch: str) -> ResponseReturnValue:
    """Throw a batch away that nobody confirmed."""
    if ActForm().validate_on_submit():
        paper_table.throw_away(current.store(), proposal, batch, current.member().id, current.now())
    return redirect(url_for(".show", proposal=proposal), 303)


@bp.post("/<batch>/confirm")
@member_required
@own_hand(OwnBallot)
@keeps_text
def confirm(proposal: str, batch: str) -> ResponseReturnValue:
    """Put the ballots of the batch in the box, by the word of a second person."""
    form = ComparedForm()
    if not form.validate_on_submit():
        return _page(proposal, batch, _sheet(_seen(proposal), formdata=None), compared=form)
    record, member = current.config().record_dir, current.member().id
    paper_table.confirm(current.store(), record, proposal, batch, member, current.now())
    return redirect(url_for(".receipts", proposal=proposal, batch=batch), 303)


@bp.get("/<batch>/receipts")
@member_required
@own_hand(OwnBallot)
def receipts(proposal: str, batch: str) -> ResponseReturnValue:
    """Show the receipts of a confirmed batch, to be printed at the table."""
    found = paper_table.receipts(current.store(), proposal, batch, current.member().id, current.now())
    record = current.config().record_dir
    slips = [(mark, one, sign_promise(record, proposal, one.commitment)) for mark, one in found]
    return render("forms/paper/receipts.html", section=SECTION, seen=_seen(proposal), receipts=slips)


@bp.post("/all-in")
@member_required
@own_hand(OwnBallot)
def all_in(proposal: str) -> ResponseReturnValue:
    """Say that all ballots on paper are entered."""
    if ActForm().validate_on_submit():
        paper_table.say_all_in(current.store(), proposal, current.member().id, current.now())
    return redirect(url_for(".show", proposal=proposal), 303)


def _page(
    proposal: str, batch: str, form: SheetForm, *, compared: ComparedForm | None = None
) -> ResponseReturnValue:
    member, now = current.member().id, current.now()
    whole = paper_table.batch_of(current.store(), proposal, batch, member, now)
    if form.errors and not whole.mine:
        raise paper_table.OnlyWhoBegan
    if compared is not None and whole.mine:
        raise paper_table.AnotherHasToConfirm
    if compared is not None and not whole.waiting:
        raise paper_table.BatchEmpty
    lines = [(one, read_choice(one.choice)) for one in whole.waiting]
    return render(
        "forms/paper/batch.html",
        section=SECTION,
        seen=_seen(proposal),
        whole=whole,
        lines=lines,
        form=compared if compared is not None and compared.errors else form,
        sheet=form,
        compared=compared or ComparedForm(formdata=None),
    )


def _sheet(seen: Standing, **more: Any) -> SheetForm:
    return ballot_class(seen.policy, seen.proposal.options, SheetForm)(**more)


def _seen(proposal: str) -> Standing:
    return standing(current.store(), current.config().record_dir, proposal, current.member().id, current.now())
