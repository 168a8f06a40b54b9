"""A ballot read at a glance says what the form would have said, or is left to the form."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, g
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from domain.governance.policy import Method
from forms_api.auth.csrf import FIELD, Token
from forms_api.forms.ballots import BallotForm, ballot_class
from forms_api.forms.base import typed
from forms_api.forms.plain_ballot import plain_ballot
from tests.forms_api.ballot_town import OPTIONS, a_policy

METHODS = tuple(Method)
SAID = ["yes", "no", "abstain", "blank", "invalid", "YES", "a-bench", "none-of-these", "a-house", ""]
WORDS = st.sampled_from(SAID)
TEXTS = WORDS | st.text(max_size=70) | st.sampled_from([" a bench", "dos\nlíneas", "x" * 61, "\u202eevil", "<b>"])
NAMES = st.sampled_from(["choice", "phrase", "page", FIELD, "why", "blank", "steward"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(method=st.sampled_from(METHODS), pairs=st.lists(st.tuples(NAMES, TEXTS), max_size=5))
def test_what_is_read_at_a_glance_is_what_the_form_reads(
    method: Method, pairs: list[tuple[str, str]], app: Flask
) -> None:
    policy, sent = a_policy(method), MultiDict(pairs)

    plain = plain_ballot(method, OPTIONS, sent)

    if plain is not None:
        form = _form(app, method, sent)
        assert form is not None
        assert (plain.answer, plain.phrase, plain.page) == (form.answer, typed(form.phrase), typed(form.page))
        assert form.reason == ""
        assert policy.method in (Method.YES_NO, Method.PLURALITY)


@pytest.mark.parametrize("choice", ["yes", "no", "abstain"])
def test_an_ordinary_ballot_needs_no_form(choice: str) -> None:
    sent = MultiDict({"choice": choice, "phrase": "two ferries", "page": "0f" * 16, FIELD: "x"})

    assert plain_ballot(Method.YES_NO, (), sent) is not None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda sent: sent.add("choice", "no"),
        lambda sent: sent.setlist("choice", []),
        lambda sent: sent.setlist("choice", ["maybe"]),
        lambda sent: sent.add("phrase", "x" * 61),
        lambda sent: sent.add("phrase", " spaces around "),
        lambda sent: sent.add("steward", "y"),
    ],
)
def test_whatever_needs_words_or_mending_is_left_to_the_form(spoil: Callable[[MultiDict[str, str]], None]) -> None:
    sent = MultiDict({"choice": "yes"})
    spoil(sent)

    assert plain_ballot(Method.YES_NO, (), sent) is None


def _form(app: Flask, method: Method, sent: MultiDict[str, str]) -> BallotForm | None:
    with app.test_request_context("/", method="POST", data=sent):
        g.csrf_verdict = Token.GOOD
        form = ballot_class(a_policy(method), OPTIONS, BallotForm)()
        try:
            return form if form.validate() else None
        except BadRequest:
            return None
