"""The rule books of a generated community: one for a question, two for choosing among options."""

from __future__ import annotations

from domain.governance.policy import Base, Method, MethodRules, Policy, Proportion
from rsn.demo.generating.front_matter import Value, yaml
from rsn.demo.generating.skills import LANGUAGE

ORDINARY, CHOOSING, WEIGHING = "ordinary-decisions", "choosing-one", "weighing-up"


def policies() -> dict[str, Policy]:
    """Return the rule books by slug."""
    return {
        CHOOSING: Policy(
            slug=CHOOSING,
            version=1,
            title={LANGUAGE: "Choosing one"},
            summary={
                LANGUAGE: "For one of several: you put them in order, and the one that beats all others is taken."
            },
            method=Method.SCHULZE,
        ),
        ORDINARY: Policy(
            slug=ORDINARY,
            version=1,
            title={LANGUAGE: "Ordinary decisions"},
            summary={LANGUAGE: "For almost everything: more than half of the yes and no votes must say yes."},
        ),
        WEIGHING: Policy(
            slug=WEIGHING,
            version=1,
            title={LANGUAGE: "Weighing up"},
            summary={LANGUAGE: "For several that could all be good: you give each from no to five points."},
            method=Method.STAR,
            rules=MethodRules(max_score=5),
        ),
    }


def policy_file(policy: Policy) -> str:
    """Return the rule book as its file."""
    return yaml(
        {
            "title": policy.title[LANGUAGE],
            "version": policy.version,
            "summary": policy.summary[LANGUAGE],
            "sponsors": "default",
            "sponsoring_days": policy.sponsoring_days,
            "deliberation_days": policy.deliberation_days,
            "frozen_hours": policy.frozen_hours,
            "voting_days": policy.voting_days,
            "challenge_hours": policy.challenge_hours,
            "method": policy.method,
            **_rules(policy.rules),
            "threshold": _proportion(policy.threshold),
            "quorum": "default",
            "constituency": policy.constituency,
            "secrecy": policy.secrecy,
            "tie": policy.tie,
        }
    )


def _rules(rules: MethodRules) -> dict[str, Value]:
    return {"max_score": rules.max_score} if rules.max_score is not None else {}


def _proportion(share: Proportion) -> dict[str, Value]:
    base: Base = share.base
    return {"num": share.num, "den": share.den, "strict": share.strict, "base": base}
