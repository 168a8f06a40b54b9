"""
The plain form of a policy and its hash, pinned when a proposal is submitted.

Rules of this file: a field that came into being later is left out while it says nothing, so that a policy pinned
before keeps its hash.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from domain.codec import to_plain
from domain.governance.policy import MethodRules, Policy
from domain.record.canonical import sha256_hex

LATER = frozenset({"rules", "approval_quorum", "tie", "paper", "group"})
"""Fields that the first policies did not have."""


def policy_plain(policy: Policy) -> dict[str, Any]:
    """Return what policy.json says of *policy*."""
    plain: dict[str, Any] = to_plain(policy)
    plain["rules"] = {name: value for name, value in plain["rules"].items() if value is not None}
    silent = {field.name for field in fields(Policy) if getattr(policy, field.name) == field.default}
    return {name: value for name, value in plain.items() if name not in LATER & silent}


def policy_hash(policy: Policy) -> str:
    """Return the hash that stands for *policy* on proposal, ballot, receipt and result, in hexadecimal."""
    return sha256_hex(policy_plain(policy))


def params_of(rules: MethodRules) -> dict[str, Any]:
    """Return the rules as the params of a case."""
    return {name: value for name, value in to_plain(rules).items() if value is not None}
