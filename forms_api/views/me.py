"""A member's own page."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.auth.guards import member_required, public
from forms_api.rendering import render

bp = Blueprint("me", __name__, url_prefix="/forms")


@bp.get("/")
@public
def start() -> ResponseReturnValue:
    """Lead to one's own page, or to signing in."""
    there = "me.show" if current.signed_in() else "sign_in.ask"
    return redirect(url_for(there), 303)


@bp.get("/me")
@member_required
def show() -> ResponseReturnValue:
    """Show my bridges."""
    return render("forms/me/show.html", me=current.member())
