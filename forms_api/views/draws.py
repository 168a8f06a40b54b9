"""Drawing lots over a tie: committing a secret, revealing it, and the public draw that stands in for one."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.auth.guards import keeps_text, member_required, own_hand
from forms_api.forms.base import BaseForm, typed
from forms_api.forms.draws import DrawnForm, PublicDrawForm, SecretForm
from forms_api.rendering import render
from forms_api.services import draws
from forms_api.services.draws import AFTER_THE_CLOSE, BEFORE_THE_OPENING, NoLots
from forms_api.services.refusals import Refused
from forms_api.services.standing import standing
from forms_api.services.two_people import may_be_one_of_two
from forms_api.views.proposals import said_on

bp = Blueprint("draws", __name__, url_prefix="/forms/proposals/<proposal>/lots")

SECTION = "decisions"


@bp.get("")
@member_required
@own_hand()
def show(proposal: str) -> ResponseReturnValue:
    """Show what goes into the lot, and what the member can add."""
    return _page(proposal)


@bp.post("/secret")
@member_required
@own_hand()
@keeps_text
def commit(proposal: str) -> ResponseReturnValue:
    """Commit a secret before the opening."""
    form = SecretForm()
    if form.validate_on_submit():
        with said_on(form):
            draws.commit(current.store(), proposal, current.member().id, typed(form.secret), current.now())
            return redirect(url_for(".show", proposal=proposal), 303)
    return _page(proposal, secret=form)


@bp.post("/reveal")
@member_required
@own_hand()
@keeps_text
def reveal(proposal: str) -> ResponseReturnValue:
    """Reveal a secret after the close."""
    form = SecretForm()
    if form.validate_on_submit():
        with said_on(form):
            draws.reveal(current.store(), proposal, current.member().id, typed(form.secret), current.now())
            return redirect(url_for(".show", proposal=proposal), 303)
    return _page(proposal, secret=form)


@bp.post("/public-draw")
@member_required
@own_hand()
@keeps_text
def name(proposal: str) -> ResponseReturnValue:
    """Name a public draw before the opening."""
    form = PublicDrawForm()
    if form.validate_on_submit() and form.on.data is not None:
        with said_on(form):
            store, me, now = current.store(), current.member().id, current.now()
            draws.name_public_draw(store, proposal, typed(form.name), form.on.data, me, now)
            return redirect(url_for(".show", proposal=proposal), 303)
    return _page(proposal, public=form)


@bp.post("/drawn")
@member_required
@own_hand()
@keeps_text
def drawn(proposal: str) -> ResponseReturnValue:
    """Write down what came out of the public draw."""
    form = DrawnForm()
    if form.validate_on_submit():
        with said_on(form):
            draws.say_public_draw(current.store(), proposal, typed(form.words), current.member().id, current.now())
            return redirect(url_for(".show", proposal=proposal), 303)
    return _page(proposal, drawn=form)


@bp.get("/secret")
@bp.get("/reveal")
@bp.get("/public-draw")
@bp.get("/drawn")
@member_required
@own_hand()
def back(proposal: str) -> ResponseReturnValue:
    """Lead to the lots: these pages stand at the end of a form only."""
    return redirect(url_for(".show", proposal=proposal), 303)


def _page(proposal: str, **forms: BaseForm) -> ResponseReturnValue:
    store, me, now = current.store(), current.member().id, current.now()
    seen = standing(store, current.config().record_dir, proposal, me, now)
    refusal: Refused | None = None
    found = None
    try:
        found = draws.lots(store, proposal, me, now)
    except NoLots as none:
        refusal = none
    with store.reading() as unit:
        one_of_two = may_be_one_of_two(unit, me)
    return render(
        "forms/draws/show.html",
        section=SECTION,
        seen=seen,
        lots=found,
        refusal=refusal,
        one_of_two=one_of_two,
        before=seen.state in BEFORE_THE_OPENING,
        after=seen.state in AFTER_THE_CLOSE,
        today=now.date(),
        secret=forms.get("secret") or SecretForm(formdata=None),
        public=forms.get("public") or PublicDrawForm(formdata=None),
        drawn=forms.get("drawn") or DrawnForm(formdata=None),
    )
