"""Signing in by a mailed link or a printed code, and out again."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from forms_api import current
from forms_api.auth import checks
from forms_api.auth.guards import any_hand, keeps_text, member_required, own_hand, public
from forms_api.auth.tries import count_try
from forms_api.auth.ways import way_back
from forms_api.forms.base import typed
from forms_api.forms.sign_in import AgainByMailForm, AgainForm, AskForm, CodeForm, LinkForm
from forms_api.language import gettext as _
from forms_api.mail import Mail
from forms_api.rendering import render
from forms_api.services import codes, sessions, sign_in
from forms_api.services.refusals import Refused

bp = Blueprint("sign_in", __name__, url_prefix="/forms")

MAILS_PER_ADDRESS = 3
MAILS_PER_NETWORK = 30
MAILS_FOR_ALL = 300
CODES_PER_NETWORK = 30
CODES_PER_BEGINNING = 10
CODES_FOR_ALL = 300


@bp.route("/sign-in", methods=["GET", "POST"])
@public
@keeps_text
def ask() -> ResponseReturnValue:
    """Ask for the address to mail a link to."""
    form = AskForm(next=request.args.get("next"))
    if form.validate_on_submit():
        _mail_link(typed(form.email), form.next.data)
        return redirect(url_for(".sent"), 303)
    return render("forms/sign_in/ask.html", form=form)


def _mail_link(email: str, back: str | None) -> None:
    count_try(
        "mail",
        for_all=MAILS_FOR_ALL,
        per_network=MAILS_PER_NETWORK,
        key=email.casefold(),
        per_key=MAILS_PER_ADDRESS,
    )
    asked = sign_in.ask(current.store(), email, current.browser(), current.config().secret, current.now())
    # Written and handed on for everybody, sent to members only: the time it takes tells nobody who is one.
    to = email if asked.member is None else asked.member.email
    mail, outbox = Mail(to, _("Your link"), _mail_text(asked.token, back)), current.parts().outbox
    if asked.member is None:
        outbox.compose_only(mail)
    else:
        outbox.send(mail)


def limit_codes(code: str) -> None:
    """
    Count a try at a printed code: per beginning of a code, per network, and for all.

    Raises:
        TooMany.
    """
    count_try(
        "code",
        for_all=CODES_FOR_ALL,
        per_network=CODES_PER_NETWORK,
        key=codes.beginning(code),
        per_key=CODES_PER_BEGINNING,
    )


def _mail_text(token: str, back: str | None) -> str:
    back = way_back(back)
    more = None if back == url_for("me.show") else back
    link = current.config().base_url.rstrip("/") + url_for(".link", token=token, next=more)
    return render("mail/sign_in.txt", link=link, minutes=int(sign_in.LIFE.total_seconds() // 60))


@bp.get("/sign-in/sent")
@public
def sent() -> ResponseReturnValue:
    """Say that a mail is on its way if the address is a member's, and show the six signs."""
    code = sign_in.code_shown(current.store(), current.browser(), current.config().secret, current.now())
    return render("forms/sign_in/sent.html", code=code)


@bp.route("/sign-in/link/<token>", methods=["GET", "POST"])
@public
@keeps_text
def link(token: str) -> ResponseReturnValue:
    """Show a button; pressing it uses the link up. Mail scanners open links, but they press no buttons."""
    form = LinkForm(next=request.args.get("next"))
    wants_code = sign_in.wants_code(current.store(), token, current.browser(), current.now())
    if form.validate_on_submit():
        try:
            member = sign_in.use_link(current.store(), token, current.browser(), typed(form.code), current.now())
        except (sign_in.CodeWanted, sign_in.CodeWrong) as refused:
            form.code.errors = [_(refused.message)]
        else:
            checks.sign_in(member, shared=form.shared.data)
            return redirect(way_back(form.next.data), 303)
    return render("forms/sign_in/link.html", form=form, wants_code=wants_code)


@bp.route("/sign-in/code", methods=["GET", "POST"])
@public
@keeps_text
def code() -> ResponseReturnValue:
    """Sign in by a code of a printed sheet."""
    form = CodeForm(next=request.args.get("next"))
    if form.validate_on_submit():
        limit_codes(typed(form.code))
        try:
            member = codes.use_code(current.store(), typed(form.code), current.now())
        except Refused as refused:
            form.code.errors = [_(refused.message)]
        else:
            checks.sign_in(member, shared=form.shared.data, by_code=True)
            return redirect(way_back(form.next.data), 303)
    return render("forms/sign_in/code.html", form=form)


@bp.route("/sign-in/again", methods=["GET", "POST"])
@member_required
@own_hand()
@keeps_text
def again() -> ResponseReturnValue:
    """Ask who is signed in for a code or a link once more: a steward's second secret, or a fresh proof."""
    form = AgainForm(next=request.args.get("next"))
    me, session = current.member(), current.session()
    if form.validate_on_submit() and session is not None:
        limit_codes(typed(form.code))
        try:
            codes.use_code(current.store(), typed(form.code), current.now(), only=me.id)
        except Refused as refused:
            form.code.errors = [_(refused.message)]
        else:
            checks.sign_in(me.id, shared=session.shared, by_code=True)
            return redirect(way_back(form.next.data), 303)
    by_code = session is not None and session.by_code
    return render(
        "forms/sign_in/again.html",
        form=form,
        mail_form=AgainByMailForm(formdata=None, next=form.next.data),
        by_mail=bool(me.email) and not (current.second_wanted() and not by_code),
        by_sheet=not (current.second_wanted() and by_code),
    )


@bp.post("/sign-in/again/mail")
@member_required
@own_hand()
def again_by_mail() -> ResponseReturnValue:
    """Mail who is signed in a link to their own address."""
    form = AgainByMailForm()
    email = current.member().email
    if form.validate_on_submit() and email:
        _mail_link(email, form.next.data)
    return redirect(url_for(".sent"), 303)


@bp.post("/sign-out")
@public
@any_hand
def leave() -> ResponseReturnValue:
    """End the session on this browser, and have it forget what it kept of us."""
    checks.sign_out()
    return _gone()


@bp.post("/sign-out/everywhere")
@member_required
@own_hand()
def leave_everywhere() -> ResponseReturnValue:
    """End the member's sessions on all browsers."""
    sessions.end_all(current.store(), current.member().id)
    checks.sign_out()
    return _gone()


def _gone() -> ResponseReturnValue:
    answer = redirect(url_for(".ask"), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer
