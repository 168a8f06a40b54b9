"""Whatever is changed in a published record is found out: by both checkers, with words, without a crash."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from random import Random
from typing import Any, TypeVar

import pytest

from domain.governance.choice import NONE, write_choice
from domain.governance.policy import ConstituencyRule, Method, MethodRules, Secrecy, TieRule
from domain.record.canonical import canonical
from domain.record.verification import Answer
from tests.builders import a_policy
from tests.recount.checkers import recounted, told, verified
from tests.recount.made_record import OPTIONS, Made, MadeVote, made_record, yes_no

pytestmark = pytest.mark.longer

EVERY_BYTE = os.environ.get("HYPOTHESIS_PROFILE") == "long"
SAMPLE = 250 if EVERY_BYTE else 4
PLACE = "proposals/2026-1/"
T = TypeVar("T")

RANKINGS = tuple(
    write_choice({"ranking": ranks})
    for ranks in ([["bench"], ["court"]], [["swing"], ["bench", "court"]], [["court"]], [["bench"], [NONE]])
    for _ in range(10)
)
SCORES = tuple(
    write_choice({"scores": marks})
    for marks in ({"bench": 5, "swing": 1}, {"swing": 4, NONE: 1}, {"court": 3}, {"bench": 2, "court": 5})
    for _ in range(10)
)
APPROVALS = tuple(
    write_choice({"approve": some}) for some in (["bench"], ["bench", "swing"], ["court"], []) for _ in range(10)
)
PRICED = tuple(
    type(option)(option.id, option.title, cost=cost) for option, cost in zip(OPTIONS, "346", strict=True)
)

VOTES: dict[str, Callable[[], MadeVote]] = {
    "pseudonymous": lambda: yes_no(),
    "open": lambda: yes_no(policy=a_policy(secrecy=Secrecy.OPEN)),
    "with its group": lambda: yes_no(
        policy=a_policy(constituency=ConstituencyRule.CONCURRENT), group=20, show_group=True
    ),
    "recounted": lambda: yes_no(recount=3),
    "by lot": lambda: yes_no(
        yes=20,
        no=20,
        abstain=0,
        blank=0,
        policy=a_policy(tie=TieRule.DRAW),
        secrets=("under the bridge", "a heron"),
    ),
    "ranked": lambda: MadeVote(a_policy(method=Method.IRV), RANKINGS, options=OPTIONS),
    "scored": lambda: MadeVote(
        a_policy(method=Method.STAR, rules=MethodRules(max_score=5)), SCORES, options=OPTIONS
    ),
    "budget": lambda: MadeVote(
        a_policy(method=Method.BUDGET_EQUAL_SHARES, rules=MethodRules(budget="10")), APPROVALS, options=PRICED
    ),
}


@cache
def record_of(kind: str) -> Made:
    return made_record(VOTES[kind]())


@cache
def method_of(kind: str) -> Method:
    return VOTES[kind]().policy.method


def both(files: dict[str, bytes], kind: str) -> tuple[str, str]:
    """Return what the two checkers say is wrong; each must say so in a sentence that names a place."""
    report = verified(files)
    answer, why = recounted(files, method_of(kind))

    assert report.answer is Answer.BROKEN
    assert answer == "broken"
    assert len(told(report)) > 20 and ":" in told(report)
    assert len(why) > 20 and why.endswith((".", "]", ")"))
    return told(report), why


@pytest.mark.parametrize("kind", VOTES)
def test_an_honest_record_is_verified_by_both(kind: str) -> None:
    made = record_of(kind)

    assert told(verified(made.files)) == ""
    assert verified(made.files).answer is Answer.VERIFIED
    assert recounted(made.files, method_of(kind)) == ("verified", "")


def places(content: bytes, random: Random, kind: str) -> list[int]:
    """Return which bytes to change: in the long run all of one record, else some, both ends included."""
    if (EVERY_BYTE and kind == "pseudonymous") or len(content) <= SAMPLE:
        return list(range(len(content)))
    return sorted({0, len(content) - 1, *random.sample(range(len(content)), SAMPLE)})


def some(of: Sequence[T], number: int, random: Random) -> Sequence[T]:
    """Return a few of them, or all in the long run."""
    return of if EVERY_BYTE or len(of) <= number else random.sample(of, number)


def flipped(content: bytes, at: int, bits: int) -> bytes:
    return content[:at] + bytes([content[at] ^ bits]) + content[at + 1 :]


def looked_at_by_both(path: str, made: Made) -> bool:
    size = made.sizes[-1]
    return path.startswith(PLACE) or path in ("checkpoint", "files", "vkey", f"tile/entries/000.p/{size}")


@pytest.mark.parametrize("kind", VOTES)
def test_a_flipped_byte_is_found_wherever_it_is(kind: str) -> None:
    made, random = record_of(kind), Random(kind)
    for path, content in made.files.items():
        for at in places(content, random, kind):
            files = made.files | {path: flipped(content, at, random.choice([1, 2, 4, 8, 16, 32, 64, 128]))}
            if looked_at_by_both(path, made):
                both(files, kind)
            else:
                assert verified(files).answer is Answer.BROKEN, (path, at)


@pytest.mark.parametrize("kind", VOTES)
def test_a_file_that_is_gone_cut_or_added_is_found(kind: str) -> None:
    made, random = record_of(kind), Random(kind)
    for path, content in some(sorted(made.files.items()), 10, random):
        for changed in ({}, {path: content[:-1]}, {path: content + b"\n"}, {path: b""}):
            rest = {name: raw for name, raw in made.files.items() if name != path}

            assert verified(rest | changed).answer is Answer.BROKEN
            if looked_at_by_both(path, made):
                assert recounted(rest | changed, method_of(kind))[0] == "broken"
    both(made.files | {PLACE + "result-9.json": b"{}"}, kind)


def resigned(made: Made, path: str, content: bytes) -> dict[str, bytes]:
    """Return the files with one exchanged, and the list of files signed again: a liar who has the key."""
    lying = made.copy()
    lying.files[path] = content
    lying.sign()
    return lying.files


@pytest.mark.parametrize("kind", VOTES)
def test_a_row_dropped_doubled_or_swapped_is_found_even_if_the_list_is_signed_again(kind: str) -> None:
    made = record_of(kind)
    path = PLACE + "ballots.jsonl"
    lines = made.files[path].splitlines(keepends=True)
    for at in some(range(len(lines) - 1), 2, Random(kind)):
        here, there = lines[at], lines[at + 1]
        around = (lines[:at], lines[at + 2 :])
        for rows in (
            [there],
            [here, here, there],
            [there, here],
            [here.replace(b'"choice":"', b'"choice":"x'), there],
        ):
            changed = b"".join([*around[0], *rows, *around[1]])
            both(made.files | {path: changed}, kind)
            product, program_says = both(resigned(made, path, changed), kind)

            assert "ballots.jsonl" in product
            assert "ballots.jsonl" in program_says or "ballot" in program_says


def numbers_in(value: Any, where: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the place of every number, amount and truth value in a JSON value."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from numbers_in(one, (*where, name))
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from numbers_in(one, (*where, place))
    elif isinstance(value, int) or (isinstance(value, str) and value.replace("/", "").isdigit()):
        yield where


def with_other_number(content: bytes, where: tuple[Any, ...]) -> bytes:
    value = json.loads(content)
    inside = value
    for step in where[:-1]:
        inside = inside[step]
    old = inside[where[-1]]
    inside[where[-1]] = not old if isinstance(old, bool) else old + 1 if isinstance(old, int) else old + "1"
    return canonical(value)


@pytest.mark.parametrize("kind", VOTES)
@pytest.mark.parametrize("name", ["policy.json", "result.json"])
def test_every_changed_number_of_policy_and_result_is_found_even_if_the_list_is_signed_again(
    kind: str, name: str
) -> None:
    made = record_of(kind)
    content = made.files[PLACE + name]
    found = list(numbers_in(json.loads(content)))
    for where in some(found, 10, Random(kind + name)):
        changed = with_other_number(content, where)
        product, program_says = both(resigned(made, PLACE + name, changed), kind)

        assert name in product
        assert name in program_says
    assert len(found) > 4
