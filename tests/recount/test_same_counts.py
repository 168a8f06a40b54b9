"""The published recount program and the product count every vote alike, though they share no code."""

from __future__ import annotations

import io
import json
import os
import tokenize
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.codec import to_plain
from domain.governance.pinning import policy_plain
from domain.governance.policy import Base, Method, Policy, Proportion, TieRule
from domain.governance.proposal import Option
from domain.governance.vote import count_vote
from domain.record.canonical import canonical
from presentation.recount import PARTS, recount_program
from tests.recount.programs import program, votes

CHECKOUT = Path(__file__).resolve().parent.parent.parent
NOT_REPEATED = {"margin", "margin_exact"}
SAME_TOKENS = 30
"""So many tokens in a row would be more than two people choose alike."""


EXAMPLES = 2000 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 40


def without_margin(result: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in result.items() if name not in NOT_REPEATED}


def assert_alike(vote: tuple[Policy, tuple[Option, ...], list[str], int]) -> None:
    policy, options, texts, eligible = vote
    product = count_vote(policy, options, texts, eligible=eligible)
    plain = json.loads(canonical(policy_plain(policy)))
    recounted = program(policy.method).counted(plain, to_plain(options), Counter(texts), eligible)
    wanted = to_plain(product) if policy.method is Method.YES_NO else without_margin(to_plain(product))

    assert recounted == wanted


@pytest.mark.parametrize("method", Method)
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_every_vote_is_counted_alike(method: Method, data: st.DataObject) -> None:
    assert_alike(data.draw(votes(method)))


@pytest.mark.parametrize("method", [Method.IRV, Method.STV])
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_ties_that_are_looked_back_on_are_told_apart_alike(method: Method, data: st.DataObject) -> None:
    policy, options, texts, eligible = data.draw(votes(method, most=12))
    anybody = Proportion(0, 1, Base.CAST)
    open_to_all = replace(policy, tie=TieRule.LOOK_BACK, quorum=anybody, approval_quorum=None, threshold=anybody)

    assert_alike((open_to_all, options, texts, eligible))


def tokens_of(text: str) -> list[str]:
    """Return the tokens of Python text, comments, docstrings and the layout left out."""
    layout = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)
    found = list(tokenize.generate_tokens(io.StringIO(text).readline))
    return [token.string for token in found if token.type not in layout and not token.string.startswith('"""')]


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    tokens = tokens_of(text)
    return {tuple(tokens[i : i + length]) for i in range(len(tokens) - length + 1)}


def test_the_recount_program_holds_no_code_of_the_product() -> None:
    product = (CHECKOUT / "domain").rglob("*.py")
    ours = set().union(*(runs(path.read_text(encoding="utf-8"), SAME_TOKENS) for path in product))
    theirs = set().union(*(runs(recount_program(method).decode(), SAME_TOKENS) for method in Method))

    assert len(ours) > 30_000
    assert len(theirs) > 5_000
    assert ours & theirs == set()


@pytest.mark.parametrize("method", Method)
def test_the_program_of_a_vote_imports_the_standard_library_only_and_holds_its_own_method_only(
    method: Method,
) -> None:
    text = recount_program(method).decode()
    imported = {line.split()[1] for line in text.splitlines() if line.startswith(("import ", "from "))}

    assert imported <= {
        "argparse",
        "base64",
        "binascii",
        "collections",
        "fractions",
        "hashlib",
        "itertools",
        "json",
        "pathlib",
        "re",
        "sys",
    }
    assert text.count("\ndef count(ballots") <= 1
    assert f'METHOD = "{method.value}"' in text
    assert max(map(len, text.splitlines())) <= 115


def test_every_part_is_in_some_program() -> None:
    whole = "".join(recount_program(method).decode() for method in Method)

    for part in PARTS.iterdir():
        assert part.read_text(encoding="utf-8").splitlines()[-1] in whole
