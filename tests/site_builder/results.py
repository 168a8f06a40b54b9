"""Closed votes of every method, small enough to count by hand, for tests of the pages that tell a result."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from domain.codec import to_plain
from domain.governance.ballot import Ballot, phrase_mark, row_of
from domain.governance.choice import NONE, write_choice
from domain.governance.outcome import OUTCOMES, certification
from domain.governance.policy import Method, MethodRules, Policy
from domain.governance.proposal import Option
from domain.governance.vote import count_vote
from domain.record.canonical import canonical
from domain.record.public import PublicProposal
from tests.builders import a_policy
from tests.site_builder.community import a_proposal

Votes = Sequence[tuple[int, Any]]
"""How many ballots say what."""

PHRASE = "three swans"
"""What every voter gave as a phrase of their own."""

OPTIONS = (
    Option("bench", "A bench by the weir", "Oak, with a back.", "300"),
    Option("swing", "Two swings", "", "450.50"),
    Option("trees", "Four lime trees", "", "700"),
    Option("lamps", "Lamps at the steps", "", "250"),
)

RULES: Mapping[Method, MethodRules] = {
    Method.SCORE: MethodRules(max_score=5),
    Method.STAR: MethodRules(max_score=5),
    Method.STV: MethodRules(seats=2, quota="droop", arithmetic="exact"),
    Method.DOTS: MethodRules(credits=9),
    Method.QUADRATIC: MethodRules(credits=16),
    Method.BUDGET_GREEDY: MethodRules(budget="1100"),
    Method.BUDGET_EQUAL_SHARES: MethodRules(budget="1100", utility="cost", completion="add1"),
}

RANKINGS: Votes = (
    (9, {"ranking": [["bench"], ["swing"], [NONE]]}),
    (8, {"ranking": [["swing"], ["trees"], ["bench"], [NONE]]}),
    (7, {"ranking": [["trees"], ["bench", "lamps"], [NONE]]}),
    (4, {"ranking": [["lamps"], ["trees"], ["swing"], [NONE]]}),
    (1, "blank"),
)

VOTES: Mapping[Method, Votes] = {
    Method.YES_NO: ((14, "yes"), (5, "no"), (3, "abstain"), (1, "blank")),
    Method.CONSENT: ((18, "consent"), (3, "stand_aside"), (1, "object")),
    Method.PLURALITY: ((13, "bench"), (7, "swing"), (2, "trees"), (1, NONE), (1, "invalid")),
    Method.APPROVAL: ((12, {"approve": ["bench", "trees"]}), (9, {"approve": ["swing", "trees"]}),
                      (2, {"approve": []})),
    Method.SCORE: ((11, {"scores": {"bench": 5, "trees": 2}}),
                   (9, {"scores": {"bench": 1, "swing": 4, "lamps": 3}})),
    Method.STAR: ((11, {"scores": {"bench": 3, "trees": 2}}),
                  (9, {"scores": {"bench": 4, "swing": 5, "trees": 1}}),
                  (2, {"scores": {"swing": 4, "bench": 4}})),
    Method.IRV: RANKINGS,
    Method.SCHULZE: RANKINGS,
    Method.RANKED_PAIRS: RANKINGS,
    Method.STV: RANKINGS,
    Method.DOTS: ((12, {"credits": {"bench": 5, "swing": 4}}), (8, {"credits": {"trees": 9}})),
    Method.QUADRATIC: ((12, {"credits": {"bench": 3, "swing": 2}}), (8, {"credits": {"trees": 4}})),
    Method.BUDGET_GREEDY: ((13, {"approve": ["bench", "lamps"]}), (11, {"approve": ["swing", "trees"]})),
    Method.BUDGET_EQUAL_SHARES: ((13, {"approve": ["bench", "lamps"]}), (11, {"approve": ["swing", "trees"]})),
}  # fmt: skip


def policy_of(method: Method, **changes: Any) -> Policy:
    """Return a rule book for *method* under which nine in a roll of thirty are enough."""
    return a_policy(
        method.value.replace("_", "-"), method=method, rules=RULES.get(method, MethodRules()), **changes
    )


def a_result(
    method: Method, votes: Votes | None = None, *, options: Sequence[Option] = OPTIONS, **changes: Any
) -> PublicProposal:
    """Return the certified proposal in which *votes* were cast, on a roll of forty."""
    policy: Policy = changes.pop("policy", policy_of(method))
    standing = () if method in (Method.YES_NO, Method.CONSENT) else tuple(options)
    result = count_vote(policy, standing, choices_of(votes or VOTES[method]), eligible=40)
    state = OUTCOMES[certification(result)] if "state" not in changes else changes.pop("state")
    shown = replace(a_proposal(state), policy=policy, options=standing, result=result, eligible=40)
    place = f"2026-{21 + list(Method).index(method)}"
    return replace(shown, id=place, title=f"What to build, {method.value}", **changes)


def choices_of(votes: Votes) -> list[str]:
    """Return the canonical text of every ballot."""
    said = [(n, vote if isinstance(vote, str) else write_choice(vote)) for n, vote in votes]
    return [text for n, text in said for _ in range(n)]


def of_every_method() -> tuple[PublicProposal, ...]:
    """Return a closed vote of each of the fourteen methods."""
    return tuple(a_result(method) for method in Method)


def ballots_of(proposal: str, votes: Votes, group: bool = False) -> list[Ballot]:
    """Return the ballots of a vote with bytes of their own, the same ones each time."""

    def drawn(number: int, what: str) -> str:
        return hashlib.sha256(f"{proposal}/{number}/{what}".encode()).hexdigest()

    return [
        Ballot(
            id=f"{number}",
            proposal=proposal,
            pseudonym=drawn(number, "who")[:32],
            choice=choice,
            in_group=group,
            group_nonce=drawn(number, "group"),
            nonce=drawn(number, "nonce"),
            phrase=phrase_mark(proposal, bytes.fromhex(drawn(number, "salt")[:32]), PHRASE).hex(),
            salt=drawn(number, "salt")[:32],
        )
        for number, choice in enumerate(choices_of(votes))
    ]


def write_rows(record: Path, proposal: str, votes: Votes) -> list[Ballot]:
    """Write ballots.jsonl of a vote into the record and return its ballots in the order of the rows."""
    ballots = sorted(ballots_of(proposal, votes), key=lambda ballot: ballot.commitment)
    folder = record / "proposals" / proposal
    folder.mkdir(parents=True, exist_ok=True)
    rows = b"".join(canonical(to_plain(row_of(ballot))) + b"\n" for ballot in ballots)
    (folder / "ballots.jsonl").write_bytes(rows)
    return ballots
