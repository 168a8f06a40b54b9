"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from forms_api.auth import checks
from forms_api.auth.guards import public
from forms_api.forms.base import ActForm
from forms_api.rendering import render

bp = Blueprint("sign_in", __name__, url_prefix="/forms")


@bp.get("/sign-in")
@public
def ask() -> ResponseReturnValue:
    """Show how to sign in."""
    return render("forms/sign_in/ask.html", form=ActForm())


@bp.post("/sign-out")
@public
def leave() -> ResponseReturnValue:
    """End the session on this browser."""
    checks.sign_out()
    return redirect(url_for(".ask"), 303)
