"""The one form for both directions: what I can share, and what I invite help with."""

from __future__ import annotations

import contextlib
import secrets
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from domain.exchange import Direction, Intent
from domain.skills import Skill
from domain.words import in_language
from forms_api import current
from forms_api.auth.csrf import FIELD
from forms_api.auth.guards import keeps_text, member_required
from forms_api.forms.base import typed
from forms_api.forms.exchange import SEEN_BY, ChangeForm, ShareForm
from forms_api.language import gettext as _
from forms_api.language import said
from forms_api.rendering import render
from forms_api.services import intents, own_intents
from forms_api.services.clearances import NotCleared
from forms_api.services.ids import new_id, repeatable
from forms_api.services.refusals import Refused
from forms_api.services.searching import skills_meant
from forms_api.store.base import AlreadyThere

bp = Blueprint("share", __name__, url_prefix="/forms")


@bp.route("/share", methods=["GET", "POST"])
@member_required
@keeps_text
def compose() -> ResponseReturnValue:
    """Ask, show the answers to check, and store them once they were sent from there."""
    form = ShareForm()
    form.choose_from(current.catalogue())
    if request.method == "GET":
        _prefill(form)
    elif form.validate_on_submit() and (answer := _next(form)) is not None:
        return answer
    return render("forms/share/compose.html", form=form)


def _next(form: ShareForm) -> ResponseReturnValue | None:
    """Return the page that follows what was typed; None where the form is to be shown again."""
    if typed(form.step) == "change":
        return None
    if unnamed := [side for side in (form.offer, form.need) if side.form.unnamed]:
        proposed = _proposed(unnamed)
        return _which(form, proposed) if proposed is not None else None
    if not _may(form):
        return None
    return _store(form) if typed(form.step) == "store" and typed(form.nonce) else _check(form)


def _prefill(form: ShareForm) -> None:
    side = form.need if request.args.get("direction") == Direction.NEED.value else form.offer
    skill = request.args.get("skill", "")
    if skill in current.catalogue().skills:
        side.form.skill.data = skill
    for part in (form.offer, form.need):
        part.form.zone.data = current.member().entry.zone


def _proposed(sides: list[Any]) -> dict[str, tuple[Skill, ...]] | None:
    """Return by side the skills its words may mean; None where one means none, and it is said at its field."""
    proposed = {s.short_name: skills_meant(current.catalogue(), typed(s.form.described)) for s in sides}
    for side in sides:
        if not proposed[side.short_name]:
            side.form.described.errors = [
                _("We know no skill by these words. Choose from the list, or try other words")
            ]
    return proposed if all(proposed.values()) else None


def _which(form: ShareForm, proposed: dict[str, tuple[Skill, ...]]) -> ResponseReturnValue:
    """Ask which of the skills is meant; whoever came from here without choosing is asked to."""
    chosen_later = {f"{side}-skill" for side in proposed}
    carried = [(name, value) for name, value in _carried() if name not in chosen_later]
    if typed(form.step) == "which":
        for side in proposed:
            form[side].form.skill.errors = [_("Choose one of these, or go back to the list")]
    return render("forms/share/which.html", form=form, proposed=proposed, carried=carried)


def _may(form: ShareForm) -> bool:
    """Tell whether the network takes what was typed; if not, the reason stands at its field."""
    member, today = current.member().id, current.now().date()
    try:
        with current.store().unit() as unit:
            intents.check_drafts(unit, current.catalogue(), member, form.drafts(), today)
    except NotCleared as refused:
        form.offer.form.skill.errors = [said(refused)]
    except intents.DayGone as refused:
        for side in (form.offer.form, form.need.form):
            if not intents.day_fits(side.until.data, today):
                side.until.errors = [said(refused)]
    except Refused as refused:
        form.form_errors = [said(refused)]
    else:
        return True
    return False


def _check(form: ShareForm) -> ResponseReturnValue:
    zones = [(zone.slug, in_language(zone.name, current.language())) for zone in current.catalogue().network.zones]
    return render(
        "forms/share/check.html",
        form=form,
        carried=_carried(),
        nonce=secrets.token_hex(16),
        zones=zones,
        seen_by=[(choice.value, choice.label) for choice in SEEN_BY],
    )


def _carried() -> list[tuple[str, str]]:
    """Return what was typed, to travel on in the page that shows it."""
    return [
        (name, value) for name, value in request.form.items(multi=True) if name not in (FIELD, "step", "nonce")
    ]


def _store(form: ShareForm) -> ResponseReturnValue:
    """Store the answers; sent a second time, they are found stored."""
    member, nonce = current.member().id, typed(form.nonce)
    chance = repeatable("share", member, nonce)
    with contextlib.suppress(AlreadyThere):
        intents.place(current.store(), current.catalogue(), member, form.drafts(), current.now(), chance)
    same = repeatable("share", member, nonce)
    names = [new_id(same) for _ in form.drafts()]
    return redirect(url_for(".placed", ids="+".join(names)), 303)


@bp.get("/share/placed/<ids>")
@member_required
def placed(ids: str) -> ResponseReturnValue:
    """Confirm what was stored, and say what happens next."""
    mine = {intent.id: intent for intent in intents.mine(current.store(), current.member().id)}
    found: list[Intent] = [mine[name] for name in ids.split("+") if name in mine]
    if not found:
        return redirect(url_for("me.show"), 303)
    return render("forms/share/placed.html", found=found)


@bp.post("/share/<intent>/withdraw")
@member_required
def withdraw(intent: str) -> ResponseReturnValue:
    """Take an offer or a need back."""
    intents.withdraw(current.store(), intent, current.member().id, current.now())
    return redirect(url_for("me.show", _anchor="placed"), 303)


@bp.post("/share/<intent>/pause")
@member_required
def pause(intent: str) -> ResponseReturnValue:
    """Let an offer or a need rest."""
    own_intents.pause(current.store(), intent, current.member().id)
    return redirect(url_for("needs.show", need=intent), 303)


@bp.post("/share/<intent>/resume")
@member_required
def resume(intent: str) -> ResponseReturnValue:
    """Let an offer or a need go on."""
    own_intents.resume(current.store(), current.catalogue(), intent, current.member().id, current.now())
    return redirect(url_for("needs.show", need=intent), 303)


@bp.post("/share/<intent>/renew")
@member_required
def renew(intent: str) -> ResponseReturnValue:
    """Say that it is still needed, or still offered."""
    own_intents.renew(current.store(), current.catalogue(), intent, current.member().id, current.now())
    return redirect(url_for("me.show", _anchor="placed"), 303)


@bp.route("/share/<intent>/change", methods=["GET", "POST"])
@member_required
@keeps_text
def change(intent: str) -> ResponseReturnValue:
    """Put other words, another day or another skill in the place of what stands."""
    found = own_intents.standing(current.store(), intent, current.member().id)
    form = ChangeForm()
    form.part.form.choose_from(current.catalogue())
    if form.validate_on_submit() and _changed(form, found):
        return redirect(url_for("needs.show", need=intent), 303)
    if request.method == "GET":
        form.part.form.show(found)
    return render("forms/share/change.html", form=form, intent=intent, direction=found.direction.value)


def _changed(form: ChangeForm, found: Intent) -> bool:
    """Tell whether the change was taken; if not, the reason stands at its field."""
    part = form.part.form
    store, catalogue, me, now = current.store(), current.catalogue(), current.member().id, current.now()
    try:
        own_intents.change(store, catalogue, found.id, me, part.draft(found.direction), now)
    except NotCleared as refused:
        part.skill.errors = [said(refused)]
    except intents.DayGone as refused:
        part.until.errors = [said(refused)]
    else:
        return True
    return False
