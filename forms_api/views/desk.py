"""The stewards' desk: what waits for them, and the way to each of their pages."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.auth.guards import steward_required
from forms_api.rendering import render
from forms_api.views.desk_parts import AtDesk, shown_parts

bp = Blueprint("desk", __name__, url_prefix="/forms/desk")


@bp.get("")
@steward_required
def index() -> ResponseReturnValue:
    """Show what waits at the desk."""
    parts = shown_parts(AtDesk(current.store(), current.catalogue(), current.member(), current.now()))
    values = {part.name: value for part, value in parts.items()}
    return render("forms/desk/index.html", parts=list(parts), **values)
