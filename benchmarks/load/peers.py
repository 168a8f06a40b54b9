"""
The same small ballot as others would build it in an afternoon: one Flask-WTF form, three ways to keep a ballot.

Each is an ordinary application by the libraries' own guides: CSRF by Flask-WTF with a signed cookie, one row a
ballot, a voter has one. `SQLite` runs as its manual asks where nothing may be lost (journal DELETE, synchronous
FULL); `TinyDB` with a lock around it, since two threads would break its file.
"""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Callable

from flask import Flask, redirect
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect, FlaskForm
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import InputRequired, Length

HELD = 10_000
Keep = Callable[[str, str], None]


class BallotForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF carries no types
    voter = HiddenField(validators=[InputRequired(), Length(max=64)])
    choice = RadioField(
        "Your vote", [InputRequired()], choices=[("yes", "Yes"), ("no", "No"), ("abstain", "Abstain")]
    )
    phrase = StringField("A phrase", [Length(max=60)])
    page = HiddenField(validators=[Length(max=64)])


def application(keep: Keep) -> Flask:
    """Return the application that keeps ballots by *keep*(voter, choice)."""
    app = Flask("peer")
    app.config["SECRET_KEY"] = "only for measuring, never for a community"
    CSRFProtect(app)

    @app.get("/ballot")
    def ask() -> ResponseReturnValue:
        form = BallotForm()
        return f"<form method=post>{form.csrf_token}{form.choice}{form.phrase}</form>"

    @app.post("/ballot")
    def cast() -> ResponseReturnValue:
        form = BallotForm()
        if not form.validate_on_submit():
            return {"errors": form.errors}, 422
        keep(form.voter.data, form.choice.data)
        return redirect("/receipt", 303)

    return app


def nothing() -> Keep:
    """Keep nothing at all."""
    return lambda voter, choice: None


def sqlalchemy() -> Keep:
    """Keep ballots in SQLite through SQLAlchemy's ORM."""
    from benchmarks.load.peer_rows import keeper

    return keeper(_place())


def tinydb() -> Keep:
    """Keep ballots in plain TinyDB, which holds HELD of them already."""
    from tinydb import Query, TinyDB

    table = TinyDB(f"{_place()}/ballots.json").table("ballots")
    table.insert_multiple({"voter": secrets.token_hex(8), "choice": "yes"} for _ in range(HELD))
    turn, ballot = threading.Lock(), Query()

    def keep(voter: str, choice: str) -> None:
        with turn:
            table.upsert({"voter": voter, "choice": choice, "nonce": secrets.token_hex(32)}, ballot.voter == voter)

    return keep


KEEPERS: dict[str, Callable[[], Keep]] = {"nothing": nothing, "sqlalchemy": sqlalchemy, "tinydb": tinydb}


def _place() -> str:
    return os.environ["PEER_FOLDER"]
