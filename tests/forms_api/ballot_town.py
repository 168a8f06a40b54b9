"""A town that votes by any of the methods: options, rule books of every kind, and short ways to an open vote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from domain.governance.pinning import policy_hash
from domain.governance.policy import OF_ONE_QUESTION, Base, Method, MethodRules, Policy, Proportion, Secrecy
from domain.governance.proposal import Option
from tests.forms_api.town import Town

BENCH, SWING, TREE = (
    Option("a-bench", "A bench", "To sit on.", "40"),
    Option("a-swing", "A swing", "", "55.50"),
    Option("a-tree", "A tree", "A lime.", "20"),
)
OPTIONS = (TREE, SWING, BENCH)

RULES = {
    Method.SCORE: MethodRules(max_score=5),
    Method.STAR: MethodRules(max_score=5),
    Method.STV: MethodRules(seats=2, quota="droop", arithmetic="exact"),
    Method.DOTS: MethodRules(credits=9),
    Method.QUADRATIC: MethodRules(credits=9),
    Method.BUDGET_GREEDY: MethodRules(budget="100"),
    Method.BUDGET_EQUAL_SHARES: MethodRules(budget="100", utility="cost", completion="add1"),
}
ONE_IN_TEN = Proportion(1, 10, Base.CAST)


def a_policy(method: Method, **changes: Any) -> Policy:
    """Return a rule book of one method whose quorum a handful of ballots meets."""
    secrecy = Secrecy.OPEN if method is Method.CONSENT else Secrecy.PSEUDONYMOUS
    policy = Policy(
        "ordinary",
        1,
        {"en": "Ordinary decisions"},
        {"en": "For the most."},
        method=method,
        rules=RULES.get(method, MethodRules()),
        quorum=ONE_IN_TEN,
        secrecy=secrecy,
    )
    return replace(policy, **changes)


def a_vote(town: Town, method: Method, *, author: int = 0, **changes: Any) -> str:
    """Return the id of a vote by *method* among OPTIONS that is open now."""
    return votes(town, [a_policy(method, **changes)], first=author)[0]


def votes(town: Town, policies: Sequence[Policy], *, first: int = 0) -> list[str]:
    """Return the ids of votes by these rule books, all open now; each has an author of its own."""
    found = [_talked_about(town, policy, author) for author, policy in enumerate(policies, start=first)]
    town.publish(days=14)
    town.publish(hours=48)
    return found


def _talked_about(town: Town, policy: Policy, author: int) -> str:
    proposal = town.deliberation(author=author)
    options = () if policy.method in OF_ONE_QUESTION else OPTIONS
    with town.store.unit() as unit:
        found = unit.proposals.get(proposal)
        assert found is not None
        unit.proposals.put(replace(found, policy=policy, policy_hash=policy_hash(policy), options=options))
    return proposal
