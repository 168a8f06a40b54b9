"""Everything kept about me: to read, and as a file to save."""

from __future__ import annotations

import json

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.auth.guards import member_required, own_hand, recently_proved
from forms_api.rendering import render
from forms_api.services import own_data
from forms_api.views.own_data_words import HEADINGS, lines_of

bp = Blueprint("own_data", __name__, url_prefix="/forms/me")


@bp.get("/data")
@member_required
@own_hand()
@recently_proved
def show() -> ResponseReturnValue:
    """Show everything kept, kind by kind, in the words of the file."""
    kept = own_data.everything(current.store(), current.member().id, current.now())["kept"]
    shown = [(name, HEADINGS.get(name, ""), [lines_of(row) for row in rows]) for name, rows in kept.items()]
    return render("forms/own_data/show.html", kept=shown)


@bp.post("/everything")
@member_required
@own_hand()
@recently_proved
def everything() -> ResponseReturnValue:
    """Hand over the file; by POST, so that no link and no prefetching makes a browser keep it."""
    kept = own_data.everything(current.store(), current.member().id, current.now())
    text = json.dumps(kept, ensure_ascii=False, indent=1)
    name = f"kept-about-me-{current.now():%Y-%m-%d}.json"
    return Response(
        text, mimetype="application/json", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
