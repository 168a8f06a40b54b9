"""Cohorts: join one, leave it, lead one, and be invited to help lead the next."""

from __future__ import annotations

from contextlib import suppress

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from domain.pathways import DecidedBy, may_undo, roles_after
from domain.people import ProgramRole
from domain.programs import Participation, PartState, Phase, phase
from forms_api import current, letters
from forms_api.auth.guards import keeps_text, member_required
from forms_api.forms.cohorts import CompletionForm, InvitationForm, NameForm
from forms_api.language import gettext as _
from forms_api.rendering import render
from forms_api.services import attendance, invitations, mentoring, programs, roles
from forms_api.services.cohort_view import UNDER_WAY, CohortView, cohort_view
from forms_api.services.programs import OnList
from forms_api.services.refusals import N_, NotThere
from forms_api.views.cohort_words import about

bp = Blueprint("cohorts", __name__, url_prefix="/forms")

ROLES = {role.value.replace(" ", "-"): role for role in ProgramRole}
"""Roles as addresses name them."""


@bp.get("/cohorts/<slug:slug>/join")
@member_required
def join(slug: str) -> ResponseReturnValue:
    """Show the cohort, where one stands in it, and what one can do: join, wait, leave."""
    view = _view(slug)
    part = view.attends
    store, catalogue, me = current.store(), current.catalogue(), current.member().id
    return render(
        "forms/cohorts/join.html",
        view=view,
        beside_me=mentoring.mentor_name(store, part) if part and part.mentor else None,
        mentors=len(mentoring.offers(store, catalogue, slug, me, current.now())),
        **about(view.cohort),
    )


@bp.post("/cohorts/<slug:slug>/join")
@member_required
def enrol(slug: str) -> ResponseReturnValue:
    """Enrol the member, or put them on the waiting list where the cohort is full."""
    # In it already: the button was pressed twice, and once is what was meant.
    with suppress(programs.AlreadyIn):
        programs.join(current.store(), current.catalogue(), slug, current.member().id, current.now())
        _tell_who_moved_up(slug)
    return redirect(url_for(".join", slug=slug), 303)


@bp.post("/cohorts/<slug:slug>/leave")
@member_required
def leave(slug: str) -> ResponseReturnValue:
    """Give the place, or the place in the queue, to somebody else."""
    programs.leave(current.store(), current.catalogue(), slug, current.member().id, current.now())
    _tell_who_moved_up(slug)
    return redirect(url_for(".join", slug=slug), 303)


@bp.get("/cohorts/<slug:slug>")
@member_required
def show(slug: str) -> ResponseReturnValue:
    """Show those who lead a cohort who is in it."""
    return _list(slug, _people(slug), CompletionForm(formdata=None))


@bp.post("/cohorts/<slug:slug>/complete")
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
        return render("forms/cohorts/sure.html", form=form, chosen=chosen, **about(cohort))
    for row in chosen:
        programs.complete(
            current.store(), current.catalogue(), slug, row.part.id, current.member().id, current.now()
        )
    return redirect(url_for(".show", slug=slug), 303)


@bp.post("/cohorts/<slug:slug>/undo/<participation>")
@member_required
def undo(slug: str, participation: str) -> ResponseReturnValue:
    """Take back a completion that one marked within the last day."""
    asked = (current.store(), current.catalogue(), slug, participation, current.member().id)
    roles.undo_completion(*asked, current.now())
    return redirect(url_for(".show", slug=slug), 303)


@bp.post("/cohorts/<slug:slug>/role/<participation>/<role>")
@member_required
def role(slug: str, participation: str, role: str) -> ResponseReturnValue:
    """Open the next role to somebody who helps to lead."""
    if role not in ROLES:
        raise NotThere
    asked = (current.store(), current.catalogue(), slug, participation, current.member().id)
    roles.open_role(*asked, ROLES[role])
    return redirect(url_for(".show", slug=slug), 303)


@bp.post("/cohorts/<slug:slug>/step-down")
@member_required
def step_down(slug: str) -> ResponseReturnValue:
    """Give back one's role in leading the cohort."""
    roles.step_down(current.store(), slug, current.member().id, current.now())
    return redirect(url_for(".join", slug=slug), 303)


@bp.post("/cohorts/<slug:slug>/name")
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
        asked = (store, catalogue, participation, me, now)
        part = invitations.answer(*asked, accept=form.accepts, role=form.role, named=named)
        return redirect(_after_answer(part, participation), 303)
    return render("forms/cohorts/invitation.html", form=form, invited=found.mine, **about(found.cohort))


def _after_answer(part: Participation, participation: str) -> str:
    """Return where the answer leads: to the list one leads, beside those who do, or back to the invitation."""
    if part.id == participation:
        return url_for(".invitation", participation=participation)
    return url_for(".join" if part.role is ProgramRole.APPRENTICE else ".show", slug=part.cohort)


def _view(slug: str) -> CohortView:
    now = current.now()
    return cohort_view(current.store(), current.catalogue(), slug, current.member().id, now.date())


def _tell_who_moved_up(slug: str) -> None:
    """Mail those who came from the waiting list to a place just now; their own page says it too."""
    catalogue, now = current.catalogue(), current.now()
    cohort = programs.cohort_of(catalogue, slug)
    home = current.config().base_url.rstrip("/")
    for member in programs.moved_up(current.store(), slug, now):
        words = catalogue.programs[cohort.program].words
        language = letters.language_of(member)
        letters.send(
            member,
            N_("You have a place"),
            "mail/place.txt",
            title=words.get(language, next(iter(words.values()))).title,
            number=cohort.number,
            day=cohort.starts,
            ahead=phase(cohort, now.date()) is Phase.AHEAD,
            link=f"{home}{url_for('cohorts.join', slug=slug)}",
        )


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
    me, now = current.member().id, current.now()
    came = attendance.register(current.store(), current.catalogue(), slug, me, now.date())
    return render(
        "forms/cohorts/show.html",
        form=form,
        naming=naming,
        view=view,
        came={row.part.id: row for row in came.rows},
        undoable={row.part.id for row in people if may_undo(row.part, me, now)},
        next_roles={row.part.id: _next_roles(row) for row in people if row.part.member != me},
        **_groups(people),
        **about(view.cohort),
    )


def _next_roles(row: OnList) -> dict[str, ProgramRole]:
    """Return the roles that those who lead may open to somebody, by what addresses call them."""
    opened = roles_after(row.part.role, DecidedBy.LEADERS)
    return {name: role for name, role in ROLES.items() if role in opened}


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
