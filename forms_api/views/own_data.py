"""Everything kept about me, as a file to save."""

from __future__ import annotations

import json

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.auth.guards import member_required, own_hand
from forms_api.services import own_data

bp = Blueprint("own_data", __name__, url_prefix="/forms/me")


@bp.post("/everything")
@member_required
@own_hand()
def everything() -> ResponseReturnValue:
    """Hand over the file; by POST, so that no link and no prefetching makes a browser keep it."""
    kept = own_data.everything(current.store(), current.member().id, current.now())
    text = json.dumps(kept, ensure_ascii=False, indent=1)
    name = f"kept-about-me-{current.now():%Y-%m-%d}.json"
    return Response(
        text, mimetype="application/json", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
