"""Writing a proposal together: asking somebody, saying yes or no, taking somebody off."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from domain.governance.outcome import BEFORE_THE_FREEZE
from domain.governance.proposal import Proposal
from forms_api import current
from forms_api.auth.guards import keeps_text, member_required
from forms_api.forms.base import typed
from forms_api.forms.deliberation import YES, CoauthorForm, WriteWithForm
from forms_api.language import said
from forms_api.rendering import render
from forms_api.services import coauthors, vouches
from forms_api.services.proposal_events import NotNow, state_of, submitted
from forms_api.services.proposals import NotYours
from forms_api.services.refusals import Refused
from forms_api.services.versions import writes
from forms_api.views.proposals import SECTION

bp = Blueprint("coauthors", __name__, url_prefix="/forms/proposals/<proposal>/coauthors")


@bp.route("", methods=["GET", "POST"])
@member_required
@keeps_text
def index(proposal: str) -> ResponseReturnValue:
    """Show who writes the proposal; its author asks one more."""
    found, refusal = _proposal(proposal)
    me = current.member().id
    if not writes(found, me):
        raise NotYours
    form = CoauthorForm()
    if found.author == me and form.validate_on_submit() and _invited(proposal, form):
        return redirect(url_for(".index", proposal=proposal), 303)
    return render(
        "forms/proposals/coauthors.html",
        section=SECTION,
        p=found,
        form=form,
        writers=coauthors.writers(current.store(), proposal),
        refusal=refusal,
        authored=found.author == me,
    )


@bp.route("/answer", methods=["GET", "POST"])
@member_required
@keeps_text
def answer(proposal: str) -> ResponseReturnValue:
    """Say whether one writes with the author, or stop writing."""
    found, refusal = _proposal(proposal)
    me = current.member().id
    with current.store().reading() as unit:
        if unit.coauthors.get(coauthors.coauthor_id(proposal, me)) is None:
            raise coauthors.NotAsked
    form = WriteWithForm()
    if form.validate_on_submit():
        if form.answer.data == YES:
            coauthors.accept(current.store(), proposal, me, current.now(), named=bool(form.named.data))
        else:
            coauthors.leave(current.store(), proposal, me, current.now())
        return redirect(url_for("proposals.show", proposal=proposal), 303)
    return render(
        "forms/proposals/write_with.html",
        section=SECTION,
        p=found,
        form=form,
        refusal=refusal,
        writing=writes(found, me),
    )


@bp.post("/<member>/remove")
@member_required
def remove(proposal: str, member: str) -> ResponseReturnValue:
    """Take a co-author off, or an invitation back."""
    coauthors.remove(current.store(), proposal, current.member().id, member, current.now())
    return redirect(url_for(".index", proposal=proposal), 303)


def _invited(proposal: str, form: CoauthorForm) -> bool:
    """Ask whoever is named; tell whether that was possible, else the reason stands at the field."""
    store, me = current.store(), current.member().id
    try:
        person = vouches.person_named(store, me, typed(form.name))
        coauthors.invite(store, proposal, me, person.id, current.now())
    except vouches.ForOneself:
        form.name.errors = [said(coauthors.AlreadyAsked())]
        return False
    except Refused as refused:
        form.name.errors = [said(refused)]
        return False
    return True


def _proposal(proposal: str) -> tuple[Proposal, Refused | None]:
    with current.store().reading() as unit:
        found, state = submitted(unit, proposal), state_of(unit, proposal)
    return found, None if state in BEFORE_THE_FREEZE else NotNow(state)
