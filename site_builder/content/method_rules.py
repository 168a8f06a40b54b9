"""Read what a method asks for besides its ballots: each rule it uses, and none that it does not."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any

from domain.governance.method_rules import RULES, used_by, uses
from domain.governance.methods.equal_shares import Completion, Utility
from domain.governance.methods.stv import Arithmetic, Quota
from domain.governance.policy import Method, MethodRules
from site_builder.content.fields import Fields
from site_builder.content.near import one_of, shown

NUMBERS = {"max_score": (1, 100), "credits": (1, 1000), "seats": (1, 50)}
WORDS: dict[str, type[StrEnum]] = {
    "quota": Quota,
    "arithmetic": Arithmetic,
    "utility": Utility,
    "completion": Completion,
}
_AMOUNT = re.compile(r"\d{1,12}(\.\d{1,2})?\Z", re.ASCII)


def read_rules(fields: Fields, method: Method) -> MethodRules:
    """Return the rules of *method*; report those that are missing and those it has no use for."""
    for rule in RULES:
        if rule in fields.pairs.values and rule not in uses(method):
            _unused(fields, rule, method)
    return MethodRules(**{rule: _value(fields, rule) for rule in uses(method)})


def _value(fields: Fields, rule: str) -> Any:
    if rule in NUMBERS:
        return fields.number(rule, *NUMBERS[rule])
    return fields.choice(rule, WORDS[rule]).value if rule in WORDS else _budget(fields)


def _unused(fields: Fields, rule: str, method: Method) -> None:
    fields.taken.append(rule)
    owners = one_of([owner.value for owner in used_by(rule)], "and")
    fields.wrong(
        fields.line_of(rule), f"{rule} is no rule of {method.value}.", f"Take it out; it belongs to {owners}."
    )


def _budget(fields: Fields) -> str | None:
    """Return the sum that is spent, as text; it buys something."""
    mend = "Write a sum like 1200 or 12.50, without its currency."
    node = fields.scalar("budget", mend)
    if node is None:
        return None
    if not _AMOUNT.match(node.text):
        fields.wrong(node.line, f"budget is {shown(node.text)}.", mend)
        return None
    if not node.text.strip("0."):
        fields.wrong(node.line, "budget is 0: nothing could ever be bought with it.", "Write the sum there is.")
    return node.text
