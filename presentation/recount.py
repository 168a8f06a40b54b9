"""
The recount program that is published with each vote: one file, with the count of that vote's method only.

It shares no code with this program: its parts lie in templates/recount/ as text and are put together here, never
imported.
"""

from __future__ import annotations

from pathlib import Path

from domain.governance.policy import Method

NAME = "recount.py"
PARTS = Path(__file__).resolve().parent.parent / "templates" / "recount"

_BEFORE = ("opening", "json", "signature", "log", "ballots", "rules")
_AFTER = ("compare", "words")
_OPTIONS = ("branches", "vote_options")
_COUNTS: dict[Method, tuple[str, ...]] = {
    Method.YES_NO: ("vote_words", "vote_yes_no"),
    Method.CONSENT: ("vote_words", "vote_consent"),
    Method.PLURALITY: (*_OPTIONS, "read_choice", "count_sums", "worth_one"),
    Method.APPROVAL: (*_OPTIONS, "read_approvals", "count_sums", "worth_each"),
    Method.SCORE: (*_OPTIONS, "read_scores", "count_sums", "worth_marks"),
    Method.STAR: (*_OPTIONS, "read_scores", "count_star"),
    Method.IRV: (*_OPTIONS, "read_ranking", "count_piles", "count_irv"),
    Method.SCHULZE: (*_OPTIONS, "read_ranking", "count_pairs", "count_schulze"),
    Method.RANKED_PAIRS: (*_OPTIONS, "read_ranking", "count_pairs", "count_ranked_pairs"),
    Method.STV: (*_OPTIONS, "read_ranking", "count_piles", "count_stv"),
    Method.DOTS: (*_OPTIONS, "price_dots", "read_credits", "count_sums", "worth_marks"),
    Method.QUADRATIC: (*_OPTIONS, "price_quadratic", "read_credits", "count_sums", "worth_marks"),
    Method.BUDGET_GREEDY: (*_OPTIONS, "read_approvals", "count_projects", "count_greedy"),
    Method.BUDGET_EQUAL_SHARES: (*_OPTIONS, "read_approvals", "count_projects", "count_equal_shares"),
}


def recount_program(method: Method) -> bytes:
    """Return recount.py for a vote of *method*."""
    parts = (*_BEFORE, *_COUNTS[method], *_AFTER)
    text = "".join((PARTS / f"{name}.py.part").read_text(encoding="utf-8") for name in parts)
    return text.replace("{method}", method.value, 2).encode()
