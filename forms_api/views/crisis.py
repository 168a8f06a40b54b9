"""Activations and drills: ask, agree, call, answer, end; one's own calls and one's own card."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from domain.crisis import Activation, Called, Way
from forms_api import current
from forms_api.auth.guards import keeps_text, member_required, own_hand
from forms_api.call_mail import call_mails
from forms_api.forms.base import typed
from forms_api.forms.crisis import AnswerForm, AskForm
from forms_api.language import gettext as _
from forms_api.language import said
from forms_api.publish.cards import playbook_words
from forms_api.rendering import render
from forms_api.services import crisis, crisis_answers, crisis_board, crisis_classes
from forms_api.services.crisis_classes import ThinSkill
from forms_api.services.refusals import Refused
from presentation.translations import N_

bp = Blueprint("crisis", __name__, url_prefix="/forms/crisis")

SECTION = "playbooks"


@bp.route("", methods=["GET", "POST"])
@member_required
@own_hand()
@keeps_text
def index() -> ResponseReturnValue:
    """Show what is running, waiting and past to those who decide, and take a new request."""
    store, catalogue, me, now = current.store(), current.catalogue(), current.member().id, current.now()
    form = AskForm()
    form.offer((slug, _title(slug)) for slug in catalogue.playbooks)
    seen = crisis_board.overview(store, catalogue, me, now)
    if form.validate_on_submit():
        try:
            asked = crisis.ask(store, catalogue, typed(form.playbook), me, now, drill=form.is_drill)
        except crisis.Running as refusal:
            form.playbook.errors = [said(refusal)]
        else:
            return redirect(url_for(".show", activation=asked.id), 303)
    thin = crisis_classes.thin(store, catalogue, now)
    return render("forms/crisis/index.html", section=SECTION, form=form, seen=seen, thin=thin)


@bp.get("/<activation>")
@member_required
@own_hand()
def show(activation: str) -> ResponseReturnValue:
    """Show who was called, what they said, and what is missing."""
    return render("forms/crisis/show.html", section=SECTION, board=_board(activation))


@bp.get("/<activation>/list")
@member_required
@own_hand()
def call_list(activation: str) -> ResponseReturnValue:
    """Show the call list to print; those without a mail address come first."""
    return render("forms/crisis/list.html", section=SECTION, board=_board(activation))


@bp.post("/<activation>/agree")
@member_required
@own_hand()
def agree(activation: str) -> ResponseReturnValue:
    """Agree as the second one, and call everybody."""
    store, catalogue, me = current.store(), current.catalogue(), current.member().id
    started = crisis.agree(store, catalogue, activation, me, current.now())
    _send(started.activation, started.calls)
    return redirect(url_for(".show", activation=activation), 303)


@bp.post("/<activation>/withdraw")
@member_required
@own_hand()
def withdraw(activation: str) -> ResponseReturnValue:
    """Take back what nobody has agreed to."""
    crisis.withdraw(current.store(), activation, current.member().id, current.now())
    return redirect(url_for(".index"), 303)


@bp.post("/<activation>/end")
@member_required
@own_hand()
def end(activation: str) -> ResponseReturnValue:
    """End what is running."""
    crisis.end(current.store(), activation, current.member().id, current.now())
    return redirect(url_for(".show", activation=activation), 303)


@bp.post("/calls/<call>/said")
@member_required
@own_hand()
def type_in(call: str) -> ResponseReturnValue:
    """Keep what somebody said on the telephone to one of those who decide."""
    form = AnswerForm()
    if not form.validate_on_submit():
        raise NothingChosen
    store, catalogue, me = current.store(), current.catalogue(), current.member().id
    answered = crisis_answers.type_in(store, catalogue, call, form.given, me, current.now())
    _send_next(answered)
    return redirect(
        url_for(".show", activation=answered.call.activation, _anchor=f"slot-{answered.call.slot}"), 303
    )


class NothingChosen(Refused):
    message = N_("Choose yes, later or no.")
    status = 400


@bp.get("/mine")
@member_required
def mine() -> ResponseReturnValue:
    """Show what the member is called for now, with yes, later and no."""
    found = crisis_board.mine(current.store(), current.catalogue(), current.member().id)
    return render("forms/crisis/mine.html", section=SECTION, mine=found)


@bp.post("/calls/<call>")
@member_required
def answer(call: str) -> ResponseReturnValue:
    """Keep the member's own answer to a call."""
    form = AnswerForm()
    if not form.validate_on_submit():
        raise NothingChosen
    way, typed_by = _way()
    answered = crisis_answers.answer(
        current.store(),
        current.catalogue(),
        call,
        current.member().id,
        form.given,
        way,
        current.now(),
        typed_by=typed_by,
    )
    _send_next(answered)
    return redirect(url_for(".mine"), 303)


@bp.get("/card")
@member_required
def card() -> ResponseReturnValue:
    """Show the member's own card, to print."""
    catalogue = current.catalogue()
    own = crisis_board.my_card(current.store(), catalogue, current.member().id, current.now())
    words = playbook_words(catalogue, current.language())
    return render("forms/crisis/card.html", section=SECTION, card=own, playbooks=words)


@bp.post("/class/<skill>")
@member_required
@own_hand()
def draft_class(skill: str) -> ResponseReturnValue:
    """Write a draft of a proposal for a class, and lead to it."""
    store, catalogue, now = current.store(), current.catalogue(), current.now()
    thin = next((one for one in crisis_classes.thin(store, catalogue, now) if one.thin.skill == skill), None)
    words = _class_words(skill, thin)
    draft = crisis_classes.draft_class(store, catalogue, skill, current.member().id, *words, now)
    return redirect(url_for("proposals.edit", proposal=draft.id), 303)


def _board(activation: str) -> crisis_board.Board:
    return crisis_board.board(current.store(), current.catalogue(), activation, current.member().id, current.now())


def _title(playbook: str) -> str:
    words = current.catalogue().playbooks[playbook].words
    return (words.get(current.language()) or next(iter(words.values()))).title


def _way() -> tuple[Way, str]:
    """Return how this answer came in, and who typed it where somebody else did."""
    hand, session = current.hand(), current.session()
    if hand is not None:
        return Way(hand.way), hand.by
    return (Way.CODE if session is not None and session.by_code else Way.WEB), ""


def _send(activation: Activation, calls: Iterable[Called]) -> None:
    link = current.config().base_url.rstrip("/") + url_for("crisis.mine")
    for mail in call_mails(current.parts().store, current.catalogue(), activation, calls, link):
        current.parts().outbox.send(mail)


def _send_next(answered: crisis_answers.Answered) -> None:
    if not answered.next:
        return
    with current.parts().store.reading() as unit:
        activation = unit.activations.get(answered.call.activation)
    if activation is not None:
        _send(activation, answered.next)


def _class_words(skill: str, thin: ThinSkill | None) -> tuple[str, str, str]:
    known = current.catalogue().skills.get(skill)
    label = (known.label.get(current.language()) or next(iter(known.label.values()))) if known else skill
    holders = thin.thin.holders if thin else 0
    wanted = thin.thin.wanted if thin else 0
    return (
        _("A class in %(skill)s", skill=label.lower())[:120],
        _("So that a crisis does not hang on one person: teach %(skill)s to more of us.", skill=label.lower()),
        _(
            "Our playbooks call for %(wanted)s people who can do this: %(skill)s. Counted today, %(holders)s of "
            "us can, so one absence leaves a gap.\n\nWe propose a class: who teaches it, when and where it meets, "
            "how many can come, and what it needs. (Fill this in before you submit.)",
            wanted=wanted,
            holders=holders,
            skill=label,
        ),
    )
