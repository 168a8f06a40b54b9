"""The recount programs as modules, and random votes for them."""

from __future__ import annotations

import types
from functools import cache
from typing import Any

from hypothesis import strategies as st

from domain.governance.choice import NONE, write_choice
from domain.governance.policy import (
    OF_ONE_QUESTION,
    Base,
    Method,
    MethodRules,
    Policy,
    Proportion,
    TieRule,
)
from domain.governance.proposal import Option
from presentation.recount import recount_program
from tests.builders import a_policy

NAMES = ("bench", "court", "swing")
RANKED = frozenset({Method.IRV, Method.STV, Method.SCHULZE, Method.RANKED_PAIRS})
APPROVED = frozenset({Method.APPROVAL, Method.BUDGET_GREEDY, Method.BUDGET_EQUAL_SHARES})


@cache
def program(method: Method) -> Any:
    """Return recount.py for *method* as a module, run from its text as anybody would run it."""
    module = types.ModuleType(f"recount_{method.value}")
    module.__file__ = f"{method.value}/recount.py"
    exec(compile(recount_program(method), f"recount_{method.value}.py", "exec"), module.__dict__)
    # Its signatures are slow and simple; of a thousand mutations most leave the signed text as it was.
    module.signed_by = cache(module.signed_by)  # type: ignore[attr-defined]
    return module


@st.composite
def proportions(draw: st.DrawFn, *bases: Base) -> Proportion:
    den = draw(st.integers(1, 5))
    return Proportion(draw(st.integers(0, den)), den, draw(st.sampled_from(bases)), draw(st.booleans()))


@st.composite
def policies(draw: st.DrawFn, method: Method) -> Policy:
    """Return any policy under which a vote of *method* could be held."""
    return a_policy(
        method=method,
        threshold=draw(proportions(Base.YES_NO, Base.YES, Base.VALID, Base.CAST, Base.ELIGIBLE)),
        quorum=draw(st.none() | proportions(Base.YES, Base.VALID, Base.CAST)),
        approval_quorum=draw(st.none() | proportions(Base.ELIGIBLE)),
        tie=draw(st.sampled_from(TieRule)),
        rules=draw(rules(method)),
    )


@st.composite
def rules(draw: st.DrawFn, method: Method) -> MethodRules:
    def one_of(*words: str) -> str | None:
        return draw(st.none() | st.sampled_from(words))

    if method in (Method.SCORE, Method.STAR):
        return MethodRules(max_score=draw(st.integers(1, 3)))
    if method in (Method.DOTS, Method.QUADRATIC):
        return MethodRules(credits=draw(st.integers(0, 9)))
    if method is Method.STV:
        quota = one_of("droop", "hare", "hagenbach_bischoff")
        return MethodRules(seats=draw(st.integers(1, 3)), quota=quota, arithmetic=one_of("exact", "scottish"))
    if method is Method.BUDGET_GREEDY:
        return MethodRules(budget=draw(amounts()))
    if method is Method.BUDGET_EQUAL_SHARES:
        completion = one_of("none", "add1", "greedy")
        return MethodRules(budget=draw(amounts()), utility=one_of("cost", "cardinality"), completion=completion)
    return MethodRules()


def amounts() -> st.SearchStrategy[str]:
    return st.sampled_from(["0", "1", "5/2", "3", "4.50", "6", "10"])


@st.composite
def option_lists(draw: st.DrawFn, method: Method) -> tuple[Option, ...]:
    if method in OF_ONE_QUESTION:
        return ()
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1))
    return tuple(Option(name, name.capitalize(), cost=draw(amounts())) for name in names)


@st.composite
def choices(draw: st.DrawFn, method: Method, options: tuple[Option, ...]) -> str:
    """Return any ballot that a row may hold, spoilt ones included."""
    if draw(st.integers(0, 12)) == 0:
        return draw(st.sampled_from(["blank", "invalid"]))
    if method is Method.YES_NO:
        return draw(st.sampled_from(["yes", "no", "abstain"]))
    if method is Method.CONSENT:
        return draw(st.sampled_from(["consent", "stand_aside", "object"]))
    names = [*(option.id for option in options), NONE]
    some = draw(st.lists(st.sampled_from(names), unique=draw(st.integers(0, 9)) > 0, max_size=4))
    if method is Method.PLURALITY:
        return draw(st.sampled_from(names))
    if method in RANKED:
        ranks: list[list[str]] = []
        for option in some:
            if ranks and draw(st.integers(0, 2)) == 0:
                ranks[-1].append(option)
            else:
                ranks.append([option])
        return write_choice({"ranking": ranks})
    if method in APPROVED:
        return write_choice({"approve": some})
    key = "scores" if method in (Method.SCORE, Method.STAR) else "credits"
    low = -1 if draw(st.integers(0, 9)) == 0 else 0
    return write_choice({key: {option: draw(st.integers(low, 3)) for option in some}})


@st.composite
def votes(draw: st.DrawFn, method: Method, most: int = 6) -> tuple[Policy, tuple[Option, ...], list[str], int]:
    """Return a policy, options, the texts of the ballots and the size of the roll."""
    options = draw(option_lists(method))
    one = choices(method, options)
    each = draw(st.lists(st.tuples(one, st.integers(1, 4)), max_size=most))
    texts = [text for text, times in each for _ in range(times)]
    return draw(policies(method)), options, texts, max(3, len(texts) + draw(st.integers(0, 12)))
