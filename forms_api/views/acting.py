"""Acting for somebody: choose whom, stop again, and read what was entered for oneself."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from domain.mandates import Way
from forms_api import current
from forms_api.auth import checks
from forms_api.auth.guards import any_hand, keeps_text, member_required, own_hand
from forms_api.forms.acting import ActForForm
from forms_api.rendering import render
from forms_api.services import acting
from forms_api.services.act_words import ACTS
from forms_api.services.text_rules import normal

LONGEST_ASKED = 80

bp = Blueprint("acting", __name__, url_prefix="/forms/acting")


@bp.route("", methods=["GET", "POST"])
@member_required
@own_hand()
@keeps_text
def choose() -> ResponseReturnValue:
    """Ask for whom, and how they said what to enter; then act for them."""
    asked = normal(request.args.get("name", ""))[:LONGEST_ASKED]
    everybody = acting.people(current.store(), current.member(), current.now().date())
    people = [person for person in everybody if asked.casefold() in person.name.casefold()]
    if request.method == "POST" and not everybody:
        raise acting.MayNotAct
    form = ActForForm()
    form.choose_from(everybody if request.method == "POST" else people[: acting.MOST_SHOWN])
    if request.method == "GET" and request.args.get("member"):
        form.member.data = request.args["member"]
    if form.validate_on_submit():
        checks.act_for(form.member.data, Way(form.way.data))
        return redirect(url_for("me.show"), 303)
    if form.errors:
        form.choose_from([p for p in everybody if p.id == form.member.data] or people[: acting.MOST_SHOWN])
    return render(
        "forms/acting/choose.html",
        form=form,
        asked=asked,
        search=len(everybody) > acting.MOST_SHOWN or bool(asked),
        more=max(0, len(people) - acting.MOST_SHOWN),
    )


@bp.post("/stop")
@member_required
@any_hand
def stop() -> ResponseReturnValue:
    """Act for oneself again."""
    session = current.session()
    if session is not None and session.acting_for:
        checks.act_for_oneself()
    return redirect(url_for("me.show"), 303)


@bp.get("/entered")
@member_required
def entered() -> ResponseReturnValue:
    """Show what others entered for the member."""
    told = acting.entered_for(current.store(), current.member().id, current.now())
    return render("forms/acting/entered.html", entered=told, acts=ACTS)
