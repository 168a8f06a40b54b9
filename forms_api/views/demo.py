"""The demo's own pages: sign in as somebody, and let time pass. They exist only in a demo."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from forms_api.auth.guards import public
from forms_api.rendering import render

bp = Blueprint("demo", __name__, url_prefix="/forms/demo")


@bp.get("")
@public
def people() -> ResponseReturnValue:
    """List the people one may sign in as."""
    return render("forms/demo/people.html")
