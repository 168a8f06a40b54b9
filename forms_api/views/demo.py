"""The demo's own pages: sign in as somebody, and let time pass. They exist only in a demo."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.auth import checks
from forms_api.auth.guards import public
from forms_api.forms.base import typed
from forms_api.forms.demo import STEPS, ClockForm, EnterForm
from forms_api.mail import letters_in
from forms_api.rendering import render
from forms_api.services import demo_people

bp = Blueprint("demo", __name__, url_prefix="/forms/demo")

EVENTS_SHOWN = 6
MAILS_SHOWN = 3


@bp.get("")
@public
def people() -> ResponseReturnValue:
    """List the people one may be, and show the clock."""
    config, store = current.config(), current.store()
    return render(
        "forms/demo/people.html",
        groups=demo_people.people(store, current.catalogue(), config.record_dir, current.now()),
        now=current.now(),
        passed=STEPS.get(request.args.get("passed", default=0, type=int)),
        steps=STEPS if config.demo_hooks else {},
        lately=demo_people.recorded_lately(store, EVENTS_SHOWN),
        letters=letters_in(config.mail, MAILS_SHOWN) if isinstance(config.mail, Path) else [],
    )


@bp.post("")
@public
def enter() -> ResponseReturnValue:
    """Sign in as somebody, without asking who is there."""
    form = EnterForm()
    if not form.validate_on_submit():
        abort(400)
    member = demo_people.person(current.store(), typed(form.member))
    checks.sign_in(member.id, shared=False, twofold=True)
    return redirect(url_for("me.show"), 303)


@bp.post("/clock")
@public
def clock() -> ResponseReturnValue:
    """Let time pass, publish what fell due, and build the site anew."""
    form, hooks = ClockForm(), current.config().demo_hooks
    if hooks is None:
        abort(404)
    if not form.validate_on_submit() or form.step is None:
        abort(400)
    hooks.let_pass(form.step)
    g.now = current.parts().clock()
    hooks.refresh()
    if current.session() is not None:
        # A session would run out with the days; whoever plays with the clock stays who they are.
        checks.sign_in(current.actor().id, shared=False, twofold=True)
    return redirect(url_for(".people", passed=form.step, _anchor="clock"), 303)
