"""The stewards' desk: what waits for them, and the way to each of their pages."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.auth.guards import steward_required
from forms_api.rendering import render
from forms_api.services.desk import desk

bp = Blueprint("desk", __name__, url_prefix="/forms/desk")


@bp.get("")
@steward_required
def index() -> ResponseReturnValue:
    """Show what waits at the desk."""
    return render("forms/desk/index.html", desk=desk(current.store(), current.catalogue(), current.now().date()))
