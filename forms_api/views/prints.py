"""The forms on paper, beside the pages they stand for."""

from __future__ import annotations

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from forms_api.auth.guards import public
from forms_api.rendering import render
from presentation.paper import SHEETS

bp = Blueprint("prints", __name__, url_prefix="/forms/print")


@bp.get("/<which>")
@public
def show(which: str) -> ResponseReturnValue:
    """Show a form to print."""
    paper = SHEETS.get(which)
    if paper is None:
        abort(404)
    return render("forms/prints/show.html", paper=paper)
