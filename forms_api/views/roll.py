"""Bringing members onto the roll from a table pasted at the desk."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.auth.guards import keeps_text, long_text, steward_required
from forms_api.forms.base import typed
from forms_api.forms.desk_roll import RollForm
from forms_api.language import gettext as _
from forms_api.rendering import render
from forms_api.services import roll_import
from forms_api.services.desk import standings
from forms_api.services.refusals import Refused
from forms_api.services.roll_table import COLUMNS

bp = Blueprint("roll", __name__, url_prefix="/forms/desk/roll")


@bp.route("", methods=["GET", "POST"])
@steward_required
@keeps_text
@long_text
def paste() -> ResponseReturnValue:
    """Take a table: show how it reads, and bring the good rows in once that was seen."""
    form = RollForm()
    read = None
    if form.validate_on_submit():
        try:
            read = roll_import.read(current.store(), current.catalogue(), typed(form.table), current.now().date())
        except Refused as refused:
            form.table.errors = [_(refused.message, **refused.values)]
        else:
            if form.is_sure and read.good:
                return _taken_in(typed(form.table))
    zones = [zone.slug for zone in current.catalogue().network.zones]
    template = "forms/roll/look.html" if read else "forms/roll/paste.html"
    return render(template, form=form, read=read, columns=COLUMNS, zones=zones)


def _taken_in(table: str) -> ResponseReturnValue:
    added = roll_import.take_in(current.store(), current.catalogue(), table, current.now())
    return redirect(url_for(".done", added=len(added)), 303)


@bp.get("/done")
@steward_required
def done() -> ResponseReturnValue:
    """Say how many came in, and what they need next."""
    added = request.args.get("added", default=0, type=int)
    return render("forms/roll/done.html", added=added, standings=standings(current.store()))
