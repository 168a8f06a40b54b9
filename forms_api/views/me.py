"""A member's own page: my bridges, what waits for me, what I placed, where I take part."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.auth.guards import member_required, public
from forms_api.rendering import render
from forms_api.views.me_parts import Mine, shown_parts

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
    me = current.member()
    mine = Mine(current.store(), current.catalogue(), me, current.now(), current.config().record_dir)
    parts = shown_parts(mine)
    values = {part.name: value for part, value in parts.items()}
    return render("forms/me/show.html", me=me, parts=list(parts), **values)
