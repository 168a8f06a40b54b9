"""
Who may call a view. Every view says so by one of these decorators; create_app refuses one that does not.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, ParamSpec
from urllib.parse import urlsplit

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.services.by_hand import OwnHand
from forms_api.services.refusals import N_
from forms_api.services.sessions import proved_lately

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]


class DeskClosed(OwnHand):
    message = N_("The desk is closed while you enter something for somebody else. Stop that first.")


class OwnBallot(OwnHand):
    message = N_(
        "A ballot is seen and cast by its voter alone, so nobody can do this for another. They can sign in "
        "themselves, on a device of their own or on this one after you signed out, with a mailed link or a "
        "printed code; and they can vote on paper where the vote takes paper."
    )


class Access(StrEnum):
    """Who may call a view."""

    PUBLIC = "public"
    MEMBER = "member"
    STEWARD = "steward"


def access_of(view: Any) -> Access | None:
    """Return who may call the view, or None where nobody has said."""
    found = getattr(view, "access", None)
    return found if isinstance(found, Access) else None


def public(view: View[P]) -> View[P]:
    """Open the view to everyone."""
    view.access = Access.PUBLIC  # type: ignore[attr-defined]
    return view


def member_required(view: View[P]) -> View[P]:
    """
    Open the view to members who are signed in; send others to sign in, and back afterwards.

    Who acts for somebody else comes in too, in that one's name, unless the view is for one's `own_hand`.
    """

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if current.signed_in() is None:
            return _to_sign_in()
        if current.hand() is not None and (refusal := own_hand_of(guarded)) is not None:
            raise refusal
        return view(*args, **kwargs)

    guarded.access = Access.MEMBER  # type: ignore[attr-defined]
    return guarded


def steward_required(view: View[P]) -> View[P]:
    """Open the view to stewards who are signed in and act for nobody else: rights are never acted with."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        member = current.signed_in()
        if member is None:
            return _to_sign_in()
        if current.hand() is not None:
            raise DeskClosed
        if current.second_wanted():
            return _to_prove()
        if not member.steward:
            abort(403)
        return view(*args, **kwargs)

    guarded.access = Access.STEWARD  # type: ignore[attr-defined]
    return guarded


def recently_proved(view: View[P]) -> View[P]:
    """
    Ask who is signed in for a mailed link or a printed code again, unless they used one just now.

    For what hands much over or cannot be undone. It stands below `member_required` or `steward_required`. Source:
    OWASP ASVS 5.0, 7.5.3.
    """

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        session = current.session()
        if session is None or not proved_lately(session, current.now()):
            return _to_prove()
        return view(*args, **kwargs)

    guarded.recently_proved = True  # type: ignore[attr-defined]
    return guarded


def own_hand(refusal: type[OwnHand] = OwnHand) -> Callable[[View[P]], View[P]]:
    """Close the view to who acts for somebody else; *refusal* tells them why and what is left."""

    def marked(view: View[P]) -> View[P]:
        view.own_hand = refusal  # type: ignore[attr-defined]
        return view

    return marked


def own_hand_of(view: Any) -> type[OwnHand] | None:
    """Return what who acts for somebody else is told by the view; None where it is open to them."""
    return getattr(view, "own_hand", None)


def any_hand(view: View[P]) -> View[P]:
    """Let the view be asked from a page that was shown for somebody else: to stop, and to sign out."""
    view.any_hand = True  # type: ignore[attr-defined]
    return view


def signed_address(view: View[P]) -> View[P]:
    """
    Let the view be asked by a POST without a token, from anywhere: its address itself is the proof.

    Only for views that check that proof, and do what its owner may do without signing in. Source: RFC 8058.
    """
    view.signed_address = True  # type: ignore[attr-defined]
    return view


def keeps_text(view: View[P]) -> View[P]:
    """
    Let a form that was open too long come through to the view, so that it is shown again with the text kept.

    Only for views that store nothing unless their form validates: the form itself refuses the stale token.
    """
    view.keeps_text = True  # type: ignore[attr-defined]
    return view


def long_text(view: View[P]) -> View[P]:
    """Let a steward send the view a whole table: more characters in one field than others may."""
    view.long_text = True  # type: ignore[attr-defined]
    return view


def _to_prove() -> ResponseReturnValue:
    # Way back to where a button was pressed: way_back() makes the address anew from the table of routes.
    came_from = request.full_path if request.method == "GET" else urlsplit(request.referrer or "").path
    return redirect(url_for("sign_in.again", next=came_from.rstrip("?") or None), 303)


def _to_sign_in() -> ResponseReturnValue:
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("sign_in.ask", next=back), 303)
