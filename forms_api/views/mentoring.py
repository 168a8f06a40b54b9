"""Walking side by side: what mentors say they can take on, whom learners ask, and letting go."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.auth.guards import keeps_text, member_required
from forms_api.forms.mentoring import MentorForm, MentoringForm
from forms_api.language import gettext as _
from forms_api.rendering import render
from forms_api.services import mentoring, programs
from forms_api.services.mentoring import MyMentoring
from forms_api.views.cohort_words import SECTION, about

bp = Blueprint("mentoring", __name__, url_prefix="/forms")


@bp.get("/mentoring")
@member_required
def index() -> ResponseReturnValue:
    """Show in which programs one may take learners on, and who learns with one."""
    return render("forms/mentoring/index.html", mine=_mine(), section=SECTION)


@bp.route("/mentoring/<program>", methods=["GET", "POST"])
@member_required
@keeps_text
def say(program: str) -> ResponseReturnValue:
    """Say how many learners one takes on in a program, and whether new ones now."""
    found = next((one for one in _mine() if one.program == program), None)
    if found is None:
        raise mentoring.NotAMentor
    form = MentoringForm()
    if not form.is_submitted():
        form.show(found.said)
    elif form.validate():
        asked = (current.store(), current.catalogue(), program, current.member().id)
        capacity, named = int(form.capacity.data), bool(form.named.data)
        mentoring.say(*asked, capacity, current.now(), accepting=form.accepts, named=named)
        return redirect(url_for(".index"), 303)
    return render("forms/mentoring/say.html", form=form, found=found, section=SECTION)


@bp.route("/cohorts/<slug:slug>/mentor", methods=["GET", "POST"])
@member_required
@keeps_text
def ask(slug: str) -> ResponseReturnValue:
    """Show the mentors with a place, and ask one to walk beside."""
    store, catalogue, me, now = current.store(), current.catalogue(), current.member().id, current.now()
    cohort = programs.cohort_of(catalogue, slug)
    offers = mentoring.offers(store, catalogue, slug, me, now)
    form = MentorForm()
    form.offer((offer.mentoring.id, offer.name or _("a member, not named here")) for offer in offers)
    if form.validate_on_submit():
        mentoring.ask(store, catalogue, slug, me, form.mentor.data, now)
        return redirect(url_for("cohorts.join", slug=slug), 303)
    part = programs.place(store, catalogue, slug, me).mine
    return render("forms/mentoring/ask.html", form=form, offers=offers, part=part, **about(cohort))


@bp.post("/mentoring/let-go/<participation>")
@member_required
def let_go(participation: str) -> ResponseReturnValue:
    """End the walk side by side; no reason is asked."""
    part = mentoring.let_go(current.store(), participation, current.member().id)
    mine = part.member == current.member().id
    return redirect(url_for("cohorts.join", slug=part.cohort) if mine else url_for(".index"), 303)


def _mine() -> tuple[MyMentoring, ...]:
    return mentoring.my_mentoring(current.store(), current.catalogue(), current.member().id, current.now())
