"""Read a file of policies/: every rule a proposal is decided by, none of them left to a default of the code."""

from __future__ import annotations

from enum import StrEnum

from domain.governance.policy import Base, ConstituencyRule, Method, Policy, Proportion, Secrecy
from site_builder.content.fields import Fields
from site_builder.content.known import Known
from site_builder.content.near import shown
from site_builder.content.source import Source
from site_builder.content.yaml_tree import Scalar
from site_builder.problems import Findings

MOST_SPONSORING_DAYS = 30
DEFAULT = "default"


class ThresholdBase(StrEnum):
    """What a threshold of yes votes is a share of."""

    YES_NO = "yes_no"
    VALID = "valid"
    CAST = "cast"
    ELIGIBLE = "eligible"


class QuorumBase(StrEnum):
    """What is counted against the electoral roll."""

    YES = "yes"
    CAST = "cast"
    VALID = "valid"


class TieRule(StrEnum):
    NOTHING_CHANGES = "nothing changes"


def read_policy(source: Source, known: Known, findings: Findings) -> Policy:
    fields = Fields(source.root, findings, known, "a policy")
    policy = Policy(
        slug=source.slug,
        version=fields.number("version", 1, 10_000) or 0,
        title=fields.words("title", 80),
        summary=fields.words("summary", 500),
        sponsors=_sponsors(fields),
        sponsoring_days=fields.number("sponsoring_days", 1, MOST_SPONSORING_DAYS) or 0,
        deliberation_days=fields.number("deliberation_days", 1, 365) or 0,
        frozen_hours=fields.number("frozen_hours", 1, 720) or 0,
        voting_days=fields.number("voting_days", 1, 90) or 0,
        challenge_hours=fields.number("challenge_hours", 1, 720) or 0,
        method=fields.choice("method", Method),
        threshold=_proportion(fields, "threshold", ThresholdBase) or Policy.threshold,
        quorum=_quorum(fields),
        constituency=fields.choice("constituency", ConstituencyRule),
        secrecy=fields.choice("secrecy", Secrecy),
    )
    fields.choice("tie", TieRule)
    fields.done()
    return policy


def _says_default(fields: Fields, key: str) -> bool:
    node = fields.pairs.values.get(key)
    if isinstance(node, Scalar) and node.text == DEFAULT:
        fields.taken.append(key)
        return True
    return False


def _sponsors(fields: Fields) -> int | None:
    """Return how many sponsors, or None for the default that goes by the network's size."""
    if _says_default(fields, "sponsors"):
        return None
    return fields.number("sponsors", 1, 1000, or_else="default")


def _quorum(fields: Fields) -> Proportion | None:
    """Return the quorum, or None for the default that goes by the network's size."""
    if _says_default(fields, "quorum"):
        return None
    node = fields.pairs.values.get("quorum")
    if isinstance(node, Scalar) and not node.empty and not node.broken:
        fields.taken.append("quorum")
        mend = "Write default, or a group: {num: 1, den: 3, strict: false, base: yes}."
        fields.wrong(node.line, f"quorum is {shown(node.text)}.", mend)
        return None
    return _proportion(fields, "quorum", QuorumBase)


def _proportion(fields: Fields, key: str, bases: type[ThresholdBase] | type[QuorumBase]) -> Proportion | None:
    group = fields.group(key, key)
    if group is None:
        return None
    num, den = group.number("num", 0, 1_000_000), group.number("den", 1, 1_000_000)
    strict = group.flag("strict")
    base = Base(group.choice("base", bases).value)
    group.done()
    if num is None or den is None:
        return None
    if num > den:
        group.wrong(group.line_of("num"), f"{key} is {num}/{den}, more than the whole.", "Let num be at most den.")
    return Proportion(num, den, base, strict)
