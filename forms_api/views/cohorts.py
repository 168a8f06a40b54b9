"""Cohorts: join one, leave it, lead one, and be invited to help lead the next."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from domain.people import ProgramRole
from domain.programs import Cohort, PartState, Phase
from forms_api import current
from forms_api.auth.guards import keeps_text, member_required
from forms_api.forms.cohorts import CompletionForm, InvitationForm, NameForm
from forms_api.language import gettext as _
from forms_api.rendering import render
from forms_api.services import invitations, programs
from forms_api.services.cohort_view import UNDER_WAY, CohortView, cohort_view
from forms_api.services.programs import OnList
from presentation.schedule import read_schedule

bp = Blueprint("cohorts", __name__, url_prefix="/forms")

SECTION = "programs"


@bp.get("/cohorts/<slug>/join")
@member_required
def join(slug: str) -> ResponseReturnValue:
    """Show the cohort, where one stands in it, and what one can do: join, wait, leave."""
    view = _view(slug)
    return render("forms/cohorts/join.html", view=view, **_about(view.cohort))


@bp.post("/cohorts/<slug>/join")
@member_required
def enrol(slug: str) -> ResponseReturnValue:
    """Enrol the member, or put them on the waiting list where the cohort is full."""
    # In it already: the button was pressed twice, and once is what was meant.
    with suppress(programs.AlreadyIn):
        programs.join(current.store(), current.catalogue(), slug, current.member().id, current.now())
    return redirect(url_for(".join", slug=slug), 303)


@bp.post("/cohorts/<slug>/leave")
@member_required
def leave(slug: str) -> ResponseReturnValue:
    """Give the place, or the place in the queue, to somebody else."""
    programs.leave(current.store(), current.catalogue(), slug, current.member().id, current.now())
    return redirect(url_for(".join", slug=slug), 303)


@bp.get("/cohorts/<slug>")
@member_required
def show(slug: str) -> ResponseReturnValue:
    """Show those who lead a cohort who is in it."""
    return _list(slug, _people(slug), CompletionForm(formdata=None))


@bp.post("/cohorts/<slug>/complete")
@member_required
@keeps_text
def complete(slug: str) -> ResponseReturnValue:
    """Ask once more, then note who has completed the cohort; each is invited to help lead the next."""
    people = _people(slug)
    if _view(slug).phase is Phase.AHEAD:
        raise programs.NotBegun
    if not _markable(people):
        return redirect(url_for(".show", slug=slug), 303)
    form = _offered(CompletionForm(), people)
    if not form.validate_on_submit():
        return _list(slug, people, form)
    chosen = [row for row in _markable(people) if row.part.id in form.ticked]
    if not form.is_sure:
        cohort = programs.cohort_of(current.catalogue(), slug)
        return render("forms/cohorts/sure.html", form=form, chosen=chosen, **_about(cohort))
    for row in chosen:
        programs.complete(
            current.store(), current.catalogue(), slug, row.part.id, current.member().id, current.now()
        )
    return redirect(url_for(".show", slug=slug), 303)


@bp.post("/cohorts/<slug>/name")
@member_required
def name(slug: str) -> ResponseReturnValue:
    """Say whether one's name stands with a cohort one leads."""
    view = _view(slug)
    form = NameForm()
    if view.led is not None and form.validate_on_submit():
        invitations.name_me(current.store(), view.led.id, current.member().id, named=form.named.data)
    return redirect(url_for(".show", slug=slug), 303)


@bp.route("/invitations/<participation>", methods=["GET", "POST"])
@member_required
@keeps_text
def invitation(participation: str) -> ResponseReturnValue:
    """Show an invitation to help lead and take the answer to it."""
    store, catalogue, me, now = current.store(), current.catalogue(), current.member().id, current.now()
    found = invitations.invitation(store, catalogue, participation, me, now.date())
    form = InvitationForm()
    if form.validate_on_submit():
        named = bool(form.named.data)
        part = invitations.answer(store, catalogue, participation, me, now, accept=form.accepts, named=named)
        there = (
            url_for(".show", slug=part.cohort)
            if form.accepts
            else url_for(".invitation", participation=participation)
        )
        return redirect(there, 303)
    return render("forms/cohorts/invitation.html", form=form, invited=found.mine, **_about(found.cohort))


def _view(slug: str) -> CohortView:
    now = current.now()
    return cohort_view(current.store(), current.catalogue(), slug, current.member().id, now.date())


def _people(slug: str) -> list[OnList]:
    return programs.people(current.store(), current.catalogue(), slug, current.member().id)


def _markable(people: list[OnList]) -> list[OnList]:
    """Return those whose completion the member asking may mark: not one's own, and not twice."""
    me = current.member().id
    attending = (row for row in people if row.part.role is ProgramRole.ATTENDEE and row.part.member != me)
    return [row for row in attending if row.part.state in UNDER_WAY]


def _offered(form: CompletionForm, people: list[OnList]) -> CompletionForm:
    # Those marked a moment ago stay on offer, so that a button pressed twice is no mistake.
    done = [row for row in people if row.part.state is PartState.COMPLETED]
    form.offer((row.part.id, row.name or _("a member")) for row in [*_markable(people), *done])
    return form


def _list(slug: str, people: list[OnList], form: CompletionForm) -> ResponseReturnValue:
    view = _view(slug)
    form.offer((row.part.id, row.name or _("a member")) for row in _markable(people))
    naming = NameForm(formdata=None, named=view.led is not None and view.led.named)
    groups = _groups(people)
    return render("forms/cohorts/show.html", form=form, naming=naming, view=view, **groups, **_about(view.cohort))


def _groups(people: list[OnList]) -> dict[str, list[OnList]]:
    attendees = [row for row in people if row.part.role is ProgramRole.ATTENDEE]
    return {
        "leading": [row for row in people if row.part.role is not ProgramRole.ATTENDEE],
        "attending": [row for row in attendees if row.part.state in UNDER_WAY],
        "waiting": sorted(
            (row for row in attendees if row.part.state is PartState.WAITING),
            key=lambda row: (row.part.since, row.part.id),
        ),
        "completed": [row for row in attendees if row.part.state is PartState.COMPLETED],
    }


def _about(cohort: Cohort) -> dict[str, Any]:
    """Return what every page about a cohort shows of it."""
    program = current.catalogue().programs[cohort.program]
    language = current.language() if current.language() in program.words else next(iter(program.words))
    return {
        "section": SECTION,
        "cohort": cohort,
        "program": program,
        "words": program.words[language],
        "words_language": language,
        "schedule": read_schedule(cohort.schedule),
    }
