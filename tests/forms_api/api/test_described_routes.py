"""
Every route tried from its description alone, by schemathesis, signed in as a member and as a steward.

Whatever it sends, no answer is a fault of ours, none has a status, a kind or a shape that the description does not
know. What is changed is changed in a town of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from forms_api.store.base import Store
from tests.builders import contents, put_back
from tests.forms_api.api.offered import JSON, Program
from tests.forms_api.busy import Busy

# What these tests run is measured by those of each page; here it would double the time.
pytestmark = pytest.mark.no_cover

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EVERY_DAY = {"get": {GenerationMode.POSITIVE: 1}, "post": {GenerationMode.POSITIVE: 1, GenerationMode.NEGATIVE: 1}}
OFTEN = {GenerationMode.POSITIVE: 15, GenerationMode.NEGATIVE: 15}


class Trial:
    """Sends cases of one operation after the other, each to a town as it was in the beginning."""

    def __init__(self, town: Busy, beginning: dict[str, Any]) -> None:
        self.town, self.beginning = town, beginning
        self.answers: Counter[int] = Counter()
        self.known = settings(
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )

    def run(self, operation: Any, program: Program, mode: GenerationMode, examples: int) -> None:
        """Send so many cases; half of them go to where there is something."""
        there, cookie = self._there(operation), program.browser.cookie
        turn = cycle((True, False))

        @settings(self.known, max_examples=examples)
        @given(case=operation.as_strategy(generation_mode=mode))
        def send(case: Any) -> None:
            if next(turn):
                case.path_parameters = (case.path_parameters or {}) | there
            self.answers[self._send(case, program)] += 1

        try:
            send()
        except Unsatisfiable:
            # What takes nothing, and stands at one address only, cannot be asked for wrongly.
            assert mode is GenerationMode.NEGATIVE, operation.label
        program.browser.raw.set_cookie(program.browser.config.cookie_name, cookie)
        if contents(self.town.town.store) != self.beginning:
            put_back(self.town.town.store, self.beginning)

    def _there(self, operation: Any) -> dict[str, str]:
        raw = operation.definition.raw
        values = self.town.values | self.town.by_endpoint.get(raw["x-endpoint"], {})
        return {part["name"]: values[part["name"]] for part in raw.get("parameters", ())}

    def _send(self, case: Any, program: Program) -> int:
        browser = program.browser
        headers = {"X-CSRF-Token": browser.token(), **JSON}
        answer = case.call(headers=headers, cookies={browser.config.cookie_name: browser.cookie})
        case.validate_response(answer, checks=CHECKS)
        return int(answer.status_code)


def operations(app: Flask) -> Iterator[tuple[Any, str]]:
    """Go through what the description tells, with what is for stewards as `steward`, the rest as `member`."""
    for found in schemathesis.openapi.from_wsgi("/forms/openapi.json", app).get_all_operations():
        assert isinstance(found, Ok), found
        operation: Any = found.ok()
        yield operation, "steward" if operation.definition.raw["x-access"] == "steward" else "member"


@pytest.fixture
def trial(town: Busy, beginning: dict[str, Any], store: Store) -> Trial:
    assert store is town.town.store
    return Trial(town, beginning)


def test_whatever_is_sent_the_answer_is_one_the_description_knows(
    app: Flask, programs: dict[str, Program], trial: Trial
) -> None:
    for operation, who in operations(app):
        for mode, examples in EVERY_DAY[operation.method].items():
            trial.run(operation, programs[who], mode, examples)

    assert trial.answers[200] > 100
    assert trial.answers[400] + trial.answers[422] > 60


@pytest.mark.long
def test_whatever_is_sent_often_and_by_anybody_the_answer_is_one_the_description_knows(
    app: Flask, programs: dict[str, Program], trial: Trial
) -> None:
    for operation, _who in operations(app):
        for program in programs.values():
            for mode, examples in OFTEN.items():
                trial.run(operation, program, mode, examples)

    print(
        f"{trial.answers.total()} answers to requests made from the description: {sorted(trial.answers.items())}"
    )
    assert trial.answers.total() > 10_000
