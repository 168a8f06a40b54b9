"""Who was there: marked by those who lead a cohort, and a sheet to sign that lies on the table."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from domain.people import Audience, seen_by
from domain.programs import UNDER_WAY
from forms_api import current
from forms_api.auth.guards import keeps_text, member_required
from forms_api.forms.base import typed
from forms_api.forms.cohorts import AttendanceForm
from forms_api.language import gettext as _
from forms_api.language import said
from forms_api.rendering import render
from forms_api.services import attendance
from forms_api.services.attendance import Register
from forms_api.services.refusals import Refused
from forms_api.views.cohort_words import about

bp = Blueprint("attendance", __name__, url_prefix="/forms/cohorts")

DAYS_ON_A_SHEET = 6
FEWEST_BLANKS = 3


@bp.get("/<slug:slug>/attendance")
@member_required
def show(slug: str) -> ResponseReturnValue:
    """Show who was there on a day: the one asked for, else the earliest that waits to be marked."""
    found = _register(slug, _day(request.args.get("on", "")))
    return _page(found, _filled(found))


@bp.post("/<slug:slug>/attendance")
@member_required
@keeps_text
def mark(slug: str) -> ResponseReturnValue:
    """Save who was there, and go on to the next day that waits."""
    form = AttendanceForm()
    on = _day(typed(form.on))
    found = _register(slug, on)
    _offer(form, found)
    if on is None or not form.validate_on_submit():
        return _page(found, form)
    asked = (current.store(), current.catalogue(), slug, on, form.ticked, current.member().id, current.now())
    try:
        attendance.mark(*asked, seen=typed(form.seen))
    except attendance.SavedMeanwhile as refused:
        # Their list is shown beside what was ticked here; saving again is then meant.
        form.seen.raw_data, form.seen.data = None, found.seen
        return _page(found, form, refused)
    return redirect(url_for(".show", slug=slug, on=on.isoformat(), saved="yes"), 303)


@bp.get("/<slug:slug>/sheet")
@member_required
def sheet(slug: str) -> ResponseReturnValue:
    """Show the sheet to sign: one A4 page, first names by consent, and empty lines."""
    found = _register(slug, None)
    waiting = [day.on for day in found.days if day.attended is None] or [day.on for day in found.days]
    here = [row for row in found.rows if row.part.state in UNDER_WAY]
    names = [_first_name(row.part.member) for row in here]
    blanks = max(FEWEST_BLANKS, found.cohort.capacity - len(here))
    return render(
        "forms/cohorts/sheet.html",
        days=waiting[:DAYS_ON_A_SHEET],
        names=sorted(filter(None, names), key=str.casefold),
        blanks=blanks + names.count(""),
        **about(found.cohort),
    )


def _first_name(member: str) -> str:
    """Return the first name for those who sit at the table; empty where it is closed to members."""
    with current.store().reading() as unit:
        found = unit.members.get(member)
    entry = seen_by(found, Audience.MEMBERS) if found else None
    return entry.name.split(" ")[0] if entry else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _register(slug: str, on: date | None) -> Register:
    asked = (current.store(), current.catalogue(), slug, current.member().id, current.now().date())
    return attendance.register(*asked, on=on)


def _offer(form: AttendanceForm, found: Register) -> None:
    form.offer((row.part.id, row.name or _("a member")) for row in found.rows)


def _filled(found: Register) -> AttendanceForm:
    on = found.chosen.isoformat() if found.chosen else ""
    form = AttendanceForm(formdata=None, on=on, seen=found.seen, people=sorted(found.present))
    _offer(form, found)
    return form


def _page(found: Register, form: AttendanceForm, refused: Refused | None = None) -> ResponseReturnValue:
    today = current.now().date()
    return render(
        "forms/cohorts/attendance.html",
        form=form,
        register=found,
        extra=(said(refused),) if refused else (),
        saved=request.args.get("saved") == "yes" and not form.errors and refused is None,
        markable=found.chosen is not None and attendance.has_come(found.chosen, today),
        **about(found.cohort),
    )
