"""For programs: who is signed in here and the token for what they send, and the description of all routes."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, g, jsonify
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.api.document import as_text, description
from forms_api.auth.guards import public

DOCUMENT = "rsn-openapi"
"""Under this name the app keeps the description, which is the same for as long as it runs."""

bp = Blueprint("api", __name__, url_prefix="/forms")


@bp.get("/session")
@public
def session() -> ResponseReturnValue:
    """Tell who is signed in on this client, for whom they act, and the token that every POST needs."""
    actor, member, hand = g.actor, current.signed_in(), current.hand()
    return jsonify(
        {
            "csrf_token": current.csrf_token(),
            "signed_in": {"name": actor.entry.name, "steward": actor.steward} if actor else None,
            "acting_for": {"name": member.entry.name} if hand and member else None,
            "language": current.language(),
            "languages": list(current.config().languages),
        }
    )


@bp.get("/openapi.json")
@public
def openapi() -> ResponseReturnValue:
    """Hand over the OpenAPI description of the service."""
    made: str | None = current_app.extensions.get(DOCUMENT)
    if made is None:
        made = current_app.extensions[DOCUMENT] = as_text(description(current_app))
    return Response(made, content_type="application/json")
