"""Read a file of policies/: every rule a proposal is decided by, none of them left to a default of the code."""

from __future__ import annotations

from enum import StrEnum

from domain.governance.policy import (
    OF_ONE_QUESTION,
    Base,
    ConstituencyRule,
    Method,
    MethodRules,
    Policy,
    Proportion,
    Secrecy,
    TieRule,
)
from domain.people import ProgramRole
from site_builder.content.fields import Fields
from site_builder.content.known import Known
from site_builder.content.method_rules import read_rules
from site_builder.content.near import meant, one_of, shown
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


class ApprovalBase(StrEnum):
    """What an approval quorum is a share of."""

    ELIGIBLE = "eligible"


HAVE_ROUNDS = frozenset({Method.IRV, Method.STV})
"""Methods whose count has earlier rounds to look back at."""


def read_policy(source: Source, known: Known, findings: Findings) -> Policy:
    fields = Fields(source.root, findings, known, "a policy")
    method, rules = _method(fields)
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
        method=method,
        threshold=_threshold(fields, method),
        quorum=_quorum(fields),
        constituency=fields.choice("constituency", ConstituencyRule),
        secrecy=_secrecy(fields, method),
        rules=rules,
        approval_quorum=_approval_quorum(fields),
        tie=_tie(fields, method),
        paper=fields.flag("paper"),
        group=_group(fields),
    )
    fields.done()
    _check_group(fields, policy)
    return policy


def _method(fields: Fields) -> tuple[Method, MethodRules]:
    method = fields.choice("method", Method)
    return method, read_rules(fields, method)


def _threshold(fields: Fields, method: Method) -> Proportion:
    if method is not Method.CONSENT:
        return _proportion(fields, "threshold", ThresholdBase) or Policy.threshold
    if "threshold" in fields.pairs.values:
        fields.taken.append("threshold")
        what = "threshold is no rule of consent: it passes where nobody objects and somebody consents."
        fields.wrong(fields.line_of("threshold"), what, "Take it out.")
    return Policy.threshold


def _secrecy(fields: Fields, method: Method) -> Secrecy:
    secrecy = fields.choice("secrecy", Secrecy)
    if method is Method.CONSENT and secrecy is not Secrecy.OPEN:
        what = (
            "secrecy is 'pseudonymous', and consent is always open: it has reasons, and words tell who wrote them."
        )
        fields.wrong(fields.line_of("secrecy"), what, "Write 'secrecy: open'.")
    return secrecy


def _tie(fields: Fields, method: Method) -> TieRule:
    tie = fields.choice("tie", TieRule)
    if tie is TieRule.LOOK_BACK and method not in HAVE_ROUNDS:
        what = f"tie is 'look back', and {method.value} has no rounds to look back at."
        fields.wrong(fields.line_of("tie"), what, "Write nothing changes or draw.")
    if tie is TieRule.DRAW and method in OF_ONE_QUESTION:
        what = f"tie is 'draw', and {method.value} has no options to draw among."
        fields.wrong(fields.line_of("tie"), what, "Write nothing changes.")
    return tie


def _approval_quorum(fields: Fields) -> Proportion | None:
    if "approval_quorum" not in fields.pairs.values:
        fields.taken.append("approval_quorum")
        return None
    return _proportion(fields, "approval_quorum", ApprovalBase)


def _group(fields: Fields) -> str:
    """Return the constituency: "" for the people of the proposal's program, "zone:SLUG", "role:NAME"."""
    text = fields.text("group", 100, required=False)
    if not text:
        return ""
    kind, _colon, name = text.partition(":")
    known = {"zone": fields.known.slugs("zone"), "role": frozenset(role.value for role in ProgramRole)}
    names = known.get(kind, frozenset())
    if kind not in known:
        mend = "Write zone:SLUG or role:NAME, or leave it out for the people of the proposal's program."
        fields.wrong(fields.line_of("group"), f"group is {shown(text)}.", mend)
    elif names is not None and name not in names:
        mend = meant(name, sorted(names), f"Use {one_of(sorted(names))}.")
        fields.wrong(fields.line_of("group"), f"group names {shown(name)}, and there is no such {kind}.", mend)
    return text


def _check_group(fields: Fields, policy: Policy) -> None:
    if policy.group and policy.constituency is ConstituencyRule.EVERYONE:
        what = "group is given, and under 'everyone' no group is asked on its own."
        fields.wrong(fields.line_of("group"), what, "Take it out, or choose another constituency.")


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


Bases = type[ThresholdBase] | type[QuorumBase] | type[ApprovalBase]


def _proportion(fields: Fields, key: str, bases: Bases) -> Proportion | None:
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
    elif num == den and strict:
        mend = "Write 'strict: false' for all of them, or a smaller share."
        group.wrong(group.line_of("num"), f"{key} is more than all there are: nothing can ever meet it.", mend)
    return Proportion(num, den, base, strict)
