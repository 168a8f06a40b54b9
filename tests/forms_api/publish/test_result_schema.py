"""The published schema of result.json: what every method's count fits, and what does not fit it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from domain.codec import to_plain
from domain.governance.choice import NONE
from domain.governance.policy import Method
from domain.governance.vote import count_vote
from forms_api.publish.schema import RESULT_SCHEMA
from tests.domain.governance.test_vote import OPTIONS, RULES, ballot, rule

VALIDATOR = Draft202012Validator(json.loads(RESULT_SCHEMA))


def said(method: Method, choices: list[str]) -> dict[str, Any]:
    options = OPTIONS if method in RULES else ()
    return {
        "v": 1,
        "number": 1,
        "proposal": "2026-14",
        "policy_hash": "0" * 64,
        "roll": 20,
        "commitments": {"count": len(choices), "hash": "1" * 64},
        "voids": 0,
        "rows_published": True,
        "result": to_plain(count_vote(rule(method), options, choices, eligible=20)),
        "split": None,
    }


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(json.loads(RESULT_SCHEMA))
    assert set(json.loads(RESULT_SCHEMA)["$defs"]["result"]["properties"]["method"]["enum"]) == set(Method)


@pytest.mark.parametrize("method", RULES)
def test_the_count_of_every_method_fits_the_schema(method: Method) -> None:
    boxes = [
        [],
        ["blank"] * 3,
        [ballot(method, "bench", "swing", NONE)] * 7 + [ballot(method, "swing", NONE)] * 4,
        [ballot(method, "bench")] * 6 + [ballot(method, "swing")] * 6,
        [ballot(method, NONE, "swing")] * 9,
    ]

    assert [error.message for box in boxes for error in VALIDATOR.iter_errors(said(method, box))] == []


@pytest.mark.parametrize(
    ("method", "answers"), [(Method.YES_NO, ("yes", "no")), (Method.CONSENT, ("consent", "object"))]
)
def test_so_does_the_answer_to_one_question(method: Method, answers: tuple[str, str]) -> None:
    assert VALIDATOR.is_valid(said(method, [answers[0]] * 7 + [answers[1]] * 2))


@pytest.mark.parametrize(
    "wrong", [{"number": 0}, {"roll": 1.5}, {"policy_hash": "A" * 64}, {"more": 1}, {"result": {}}, {"split": {}}]
)
def test_what_is_no_result_does_not_fit(wrong: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid(said(Method.YES_NO, ["yes"] * 9) | wrong)
