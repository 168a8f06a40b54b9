"""Bringing members onto the roll from a table pasted at the desk."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from forms_api.auth.guards import keeps_text, steward_required
from forms_api.forms.desk_roll import PasteForm
from forms_api.rendering import render

bp = Blueprint("roll", __name__, url_prefix="/forms/desk/roll")


@bp.get("")
@steward_required
@keeps_text
def paste() -> ResponseReturnValue:
    """Ask for the table."""
    return render("forms/roll/paste.html", form=PasteForm())
