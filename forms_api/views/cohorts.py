"""Cohorts: join one, leave it, lead one, and be invited to help lead the next."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.auth.guards import member_required
from forms_api.rendering import render
from forms_api.services import programs

bp = Blueprint("cohorts", __name__, url_prefix="/forms")


@bp.get("/cohorts/<slug>/join")
@member_required
def join(slug: str) -> ResponseReturnValue:
    """Show the cohort, its free places, and the question whether to join."""
    place = programs.place(current.store(), current.catalogue(), slug, current.member().id)
    return render("forms/cohorts/join.html", place=place, section="programs")


@bp.post("/cohorts/<slug>/join")
@member_required
def enrol(slug: str) -> ResponseReturnValue:
    """Enrol the member, or put them on the waiting list."""
    programs.join(current.store(), current.catalogue(), slug, current.member().id, current.now())
    return redirect(url_for(".join", slug=slug), 303)
