"""One's word for others: given, looked over, taken back."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.auth.guards import keeps_text, member_required
from forms_api.forms.base import typed
from forms_api.forms.vouches import BY_NAME, VouchForm
from forms_api.language import said
from forms_api.rendering import render
from forms_api.services import vouches
from forms_api.services.refusals import Refused

bp = Blueprint("vouches", __name__, url_prefix="/forms/vouches")


@bp.get("")
@member_required
def index() -> ResponseReturnValue:
    """Show for whom one has given one's word."""
    mine = vouches.given(current.store(), current.member().id, current.now().date())
    return render("forms/vouches/index.html", given=mine, may=current.member().votes)


@bp.route("/new", methods=["GET", "POST"])
@member_required
@keeps_text
def new() -> ResponseReturnValue:
    """Give one's word for somebody."""
    met = vouches.people_met(current.store(), current.member().id)
    form = VouchForm() if request.method == "POST" else VouchForm(data={"skill": request.args.get("skill", "")})
    form.choose_from(current.catalogue(), met)
    if form.validate_on_submit() and _given(form):
        return redirect(url_for(".index"), 303)
    return render("forms/vouches/new.html", form=form, may=current.member().votes)


def _given(form: VouchForm) -> bool:
    """Store the word; tell whether it was taken, else the reason stands at its field."""
    store, me = current.store(), current.member().id
    try:
        person = form.who.data
        if person == BY_NAME:
            person = vouches.person_named(store, me, typed(form.name)).id
        vouches.vouch(store, current.catalogue(), me, person, form.word, current.now())
    except (vouches.NobodyToRead, vouches.ForOneself) as refused:
        form.name.errors = [said(refused)]
    except vouches.DayWrong as refused:
        form.until.errors = [said(refused)]
    except Refused as refused:
        form.form_errors = [said(refused)]
    else:
        return True
    return False


@bp.post("/<vouch>/withdraw")
@member_required
def withdraw(vouch: str) -> ResponseReturnValue:
    """Take one's word back; no reason is asked and nobody is told."""
    vouches.withdraw(current.store(), current.member().id, vouch, current.now())
    return redirect(url_for(".index"), 303)
