"""Group events: written down by one who was there, confirmed by each person named."""

from __future__ import annotations

import contextlib
import secrets
from datetime import timedelta

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.auth.guards import keeps_text, member_required
from forms_api.forms.base import typed
from forms_api.forms.gatherings import GatheringForm
from forms_api.language import said
from forms_api.rendering import render
from forms_api.services import gatherings
from forms_api.services.clearances import NotCleared
from forms_api.services.exchanges import NotKnown, SomebodyNotCleared, WrongDay
from forms_api.services.ids import new_id, repeatable
from forms_api.services.known_people import known_people
from forms_api.services.taking_part import participant
from forms_api.store.base import AlreadyThere
from forms_api.views.matches import today

bp = Blueprint("gatherings", __name__, url_prefix="/forms/gatherings")

CODES_AN_HOUR = 20
"""Forms with a wrong code that one member may send: a code is not found by trying."""


@bp.route("/new", methods=["GET", "POST"])
@member_required
@keeps_text
def new() -> ResponseReturnValue:
    """Write down a group event."""
    form = GatheringForm(cohort=request.args.get("cohort", ""), nonce=secrets.token_hex(16))
    form.choose_from(current.catalogue(), current.member().id, _known(typed(form.cohort)))
    if form.validate_on_submit() and (made := _written(form)):
        return redirect(url_for(".show", gathering=made), 303)
    return render("forms/gatherings/new.html", form=form)


def _known(cohort: str) -> dict[str, str]:
    with current.store().reading() as unit:
        return known_people(unit, current.catalogue(), participant(unit, current.member().id), cohort)


def _written(form: GatheringForm) -> str:
    """Return the id of what was stored, "" where it was refused; sent a second time it is found stored."""
    store, me, secret = current.store(), current.member().id, current.config().secret
    nonce = typed(form.nonce) or secrets.token_hex(16)
    made = new_id(repeatable("gathering", me, nonce))
    try:
        gave = gatherings.people_with(store, secret, form.codes(form.gave_codes))
        took = gatherings.people_with(store, secret, form.codes(form.took_codes))
        chance = repeatable("gathering", me, nonce)
        with contextlib.suppress(AlreadyThere):
            gatherings.write_down(
                store,
                current.catalogue(),
                me,
                form.draft(gave, took),
                current.now(),
                chance,
                told=(*gave, *took),
                today=today(),
            )
    except WrongDay as refused:
        form.on.errors = [said(refused)]
    except gatherings.CodeUnknown as refused:
        note_a_wrong_code()
        form.form_errors = [said(refused)]
    except (gatherings.NobodyReceived, gatherings.OnBothSides) as refused:
        form.took.errors = [said(refused)]
    except (gatherings.GroupRefused, NotKnown, NotCleared, SomebodyNotCleared) as refused:
        form.gave.errors = [said(refused)]
    else:
        return made
    return ""


def note_a_wrong_code() -> None:
    """
    Count a wrong code of the member asking.

    Raises:
        TooMany: they have tried too many in an hour.
    """
    limiter, me = current.parts().limiter, current.member().id
    limiter.check("group code", me, current.now(), most=CODES_AN_HOUR, within=timedelta(hours=1))


@bp.get("/<gathering>")
@member_required
def show(gathering: str) -> ResponseReturnValue:
    """Show a group event to who is named in it."""
    view = gatherings.view(current.store(), gathering, current.member().id, current.now())
    return render("forms/gatherings/show.html", view=view)


@bp.post("/<gathering>/confirm")
@member_required
def confirm(gathering: str) -> ResponseReturnValue:
    """Say that one was there and that it was so."""
    gatherings.confirm(current.store(), gathering, current.member().id, current.now())
    return redirect(url_for(".show", gathering=gathering), 303)


@bp.post("/<gathering>/not-there")
@member_required
def not_there(gathering: str) -> ResponseReturnValue:
    """Take one's own name off it."""
    gatherings.not_there(current.store(), gathering, current.member().id, current.now())
    return redirect(url_for("me.show", _anchor="gatherings"), 303)


@bp.post("/<gathering>/take-back")
@member_required
def take_back(gathering: str) -> ResponseReturnValue:
    """Take back what one wrote down oneself."""
    gatherings.take_back(current.store(), gathering, current.member().id, current.now())
    return redirect(url_for("me.show", _anchor="gatherings"), 303)
