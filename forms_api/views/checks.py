"""Papers that stewards have looked at: which end soon, and noting one."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from domain.people import Standing
from forms_api import current
from forms_api.auth.guards import keeps_text, steward_required
from forms_api.forms.admission import PaperForm
from forms_api.forms.base import typed
from forms_api.language import said
from forms_api.rendering import render
from forms_api.services import checks
from forms_api.services.refusals import Refused

bp = Blueprint("checks", __name__, url_prefix="/forms/desk/checks")


@bp.route("", methods=["GET", "POST"])
@steward_required
@keeps_text
def index() -> ResponseReturnValue:
    """Show the checks by the day they end, and note a paper."""
    form = PaperForm()
    with current.store().reading() as unit:
        people = [m for m in unit.members if m.standing is not Standing.LEFT and m.id != current.member().id]
    form.choose_from(current.catalogue(), people)
    if form.validate_on_submit() and _noted(form):
        return redirect(url_for(".index"), 303)
    today = current.now().date()
    everything = checks.everything(current.store())
    ending = checks.ending(current.store(), today)
    return render("forms/checks/index.html", form=form, everything=everything, ending=ending, today=today)


def _noted(form: PaperForm) -> bool:
    """Note the paper; tell whether it was taken, else the reason stands at its field."""
    store, steward = current.store(), current.member().id
    try:
        checks.note(store, current.catalogue(), steward, typed(form.member), form.paper, current.now())
    except checks.PaperOver as refused:
        form.valid_until.errors = [said(refused)]
    except checks.SkillMissing as refused:
        form.skill.errors = [said(refused)]
    except checks.NumberNoted as refused:
        form.issuer.errors = [said(refused)]
    except Refused as refused:
        form.form_errors = [said(refused)]
    else:
        return True
    return False


@bp.post("/<check>/strike")
@steward_required
def strike(check: str) -> ResponseReturnValue:
    """Strike a check out."""
    checks.strike(current.store(), current.member().id, check)
    return redirect(url_for(".index"), 303)
