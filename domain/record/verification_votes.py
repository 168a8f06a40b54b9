"""
The check of one vote: its files against the log, its ballots against their commitments, its count made again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import pairwise
from typing import Any

from domain.codec import NotReadable, from_plain
from domain.governance.choice import ChoiceUnreadable
from domain.governance.methods.result import BallotUnreadable
from domain.governance.policy import NetworkTooSmall, Policy
from domain.governance.proposal import Option
from domain.record.verification import Answer, Read, VoteReport, Wrong, first_of, said, short, strict_object
from domain.record.verification_counts import Counting, check_count
from domain.record.verification_entries import Told
from domain.record.verification_rows import Rows, read_rows

_NAMES = re.compile(rb'\[(?:"[0-9a-f]{32}"(?:,"[0-9a-f]{32}")*)?\]')


def check_vote(read: Read, told: Told, names: Collection[str]) -> VoteReport:
    """Return what the check found of a proposal; *names* are the signed files of its folder."""
    problems, notes = list(told.problems), []
    answer = Answer.VERIFIED
    try:
        if told.freeze is None:
            notes.append("not frozen yet: there is nothing to count")
        else:
            answer = _Vote(read, told, names).check(notes)
    except Wrong as wrong:
        problems.append(wrong)
    except (ChoiceUnreadable, BallotUnreadable, NetworkTooSmall, NotReadable) as unreadable:
        problems.append(Wrong(f"proposals/{told.proposal}", f"cannot be counted: {unreadable}"))
    return VoteReport(told.proposal, Answer.BROKEN if problems else answer, tuple(problems), tuple(notes))


class _Vote:
    """One vote while it is checked."""

    def __init__(self, read: Read, told: Told, names: Collection[str]) -> None:
        self.read, self.told, self.names = read, told, names
        self.place = f"proposals/{told.proposal}"

    def check(self, notes: list[str]) -> Answer:
        """Check all there is of the vote; return the answer, and add what a reader should know to *notes*."""
        policy, options, roll, policy_hash = self.frozen(notes)
        if self.told.close is None:
            for number, logged in self.told.results.items():
                self.same_hash(f"result-{number}.json", logged)
            notes.append("frozen, not closed: there is nothing to count yet")
            return Answer.VERIFIED
        result, kept = self.results(), self.counted_commitments()
        voters = _pseudonyms(self.read(self.path("counted.json")), self.path("counted.json"))
        for problem in self.head(result, policy_hash, roll, kept, voters):
            raise problem
        if not said(result, "rows_published", bool, self.path("result.json")):
            if "ballots.jsonl" in self.names:
                raise Wrong(self.path("ballots.jsonl"), "is there, but result.json says that it is not.")
            notes.append("too few ballots to publish them: the count is signed, and cannot be made again")
            return Answer.SIGNED
        rows = self.rows(kept)
        self.check_names(voters, kept, notes)
        vote = Counting(self.told, policy, options, rows, voters, len(roll), self.path("result.json"))
        if check_count(vote, result):
            return Answer.VERIFIED
        notes.append("the count of everyone was made again; the part of the group is signed only")
        return Answer.SIGNED

    def path(self, name: str) -> str:
        return f"{self.place}/{name}"

    def same_hash(self, name: str, logged: object) -> bytes:
        """Return the bytes of a file whose hash is in the log. Raises: Wrong if it is another."""
        raw = self.read(self.path(name))
        if sha256(raw).hexdigest() != logged:
            raise Wrong(self.path(name), "is not the one whose hash is in the log.")
        return raw

    def text(self, logged: object, notes: list[str]) -> dict[str, Any]:
        """Return what was put to the vote; where the log says that its words are gone, what is left of it."""
        path = self.path("proposal.json")
        if logged in self.told.tombstones:
            left = strict_object(self.read(path), path)
            if left.get("erased") is True:
                notes.append("proposal.json: its words were erased, as the log says; the count does not need them")
                return left
        return strict_object(self.same_hash("proposal.json", logged), path)

    def frozen(self, notes: list[str]) -> tuple[Policy, tuple[Option, ...], Sequence[str], str]:
        """Return policy, options and roll as they were frozen, and the policy's hash."""
        freeze = self.told.freeze or {}
        text = self.text(freeze.get("text"), notes)
        raw = self.same_hash("policy.json", freeze.get("policy"))
        policy = from_plain(Policy, strict_object(raw, self.path("policy.json")))
        if text.get("id") != self.told.proposal or text.get("policy_hash") != freeze.get("policy"):
            raise Wrong(self.path("proposal.json"), "is of another proposal, or names another policy.")
        logged = said(freeze, "roll", dict, "the freeze in the log")
        roll = _pseudonyms(self.same_hash("roll.json", logged.get("hash")), self.path("roll.json"))
        if logged.get("count") != len(roll):
            raise Wrong(
                "the freeze in the log", f"says {logged.get('count')} on the roll; roll.json has {len(roll)}."
            )
        options = tuple(from_plain(Option, option) for option in text.get("options", []))
        return policy, options, roll, str(freeze.get("policy"))

    def results(self) -> dict[str, Any]:
        """Return the newest result after every numbered one was compared with the log."""
        newest = strict_object(self.read(self.path("result.json")), self.path("result.json"))
        number = said(newest, "number", int, self.path("result.json"))
        if number != max(self.told.results, default=0):
            raise Wrong(self.path("result.json"), f"is result {number}; the log's newest is another.")
        for one, logged in self.told.results.items():
            self.same_hash("result.json" if one == number else f"result-{one}.json", logged)
        return newest

    def counted_commitments(self) -> list[str]:
        """Return the commitments that count: those the log promised, without the void ones."""
        told, where = self.told, f"the log's entries of {self.told.proposal}"
        promised = told.promised + told.late
        if told.promised != sorted(told.promised):
            raise Wrong(where, "The commitments are not sorted.")
        for some, what in ((promised, "commitment"), (told.voids, "void")):
            if len(set(some)) < len(some):
                raise Wrong(where, f"A {what} stands there twice: {first_of(_twice(some))}.")
        if not set(told.voids) <= set(promised):
            raise Wrong(where, "A commitment is made void that was never logged.")
        kept = sorted(set(promised) - set(told.voids))
        closed = said(told.close, "ballots", dict, "the close in the log")
        if closed != listed(told.at_close if told.at_close is not None else kept):
            raise Wrong("the close in the log", "does not fit the commitments that follow it.")
        return kept

    def head(
        self, result: Mapping[str, Any], policy_hash: str, roll: Sequence[str], kept: list[str], voters: list[str]
    ) -> Iterator[Wrong]:
        """Yield what the result says besides the count and is not so."""
        strangers = sorted(set(voters) - set(roll))
        if strangers:
            yield Wrong(self.path("counted.json"), f"holds who is not on the roll: {first_of(strangers)}.")
        if len(voters) != len(kept):
            yield Wrong(self.path("counted.json"), f"holds {len(voters)}, but {len(kept)} commitments count.")
        expected = {
            "proposal": self.told.proposal,
            "policy_hash": policy_hash,
            "roll": len(roll),
            "commitments": listed(kept),
            "voids": len(self.told.voids),
        }
        for name, value in expected.items():
            if result.get(name) != value:
                found = short(result.get(name))
                yield Wrong(self.path("result.json"), f"says {name}: {found}; the record gives {short(value)}.")
        if said(result, "result", dict, self.path("result.json")).get("cast") != len(kept):
            yield Wrong(self.path("result.json"), f"counts other ballots than the {len(kept)} of the log.")

    def rows(self, kept: Sequence[str]) -> Rows:
        """Return the rows, one for each commitment that counts."""
        path = self.path("ballots.jsonl")
        rows = read_rows(self.read(path), self.told.proposal, path)
        if rows.commitments != kept:
            more, fewer = set(rows.commitments) - set(kept), set(kept) - set(rows.commitments)
            if more:
                raise Wrong(path, f"holds ballots that the log does not count: {first_of(sorted(more))}.")
            if fewer:
                raise Wrong(path, f"lacks ballots that the log counts: {first_of(sorted(fewer))}.")
            raise Wrong(path, "is not sorted by commitment, each once.")
        return rows

    def check_names(self, voters: Collection[str], kept: Collection[str], notes: list[str]) -> None:
        """Compare the names of an open vote with who was counted; names may have been erased since."""
        if "names.json" not in self.names:
            return
        path = self.path("names.json")
        raw = self.read(path)
        given = said(strict_object(raw, path), "names", dict, path)
        known, counted = set(voters), set(kept)
        for pseudonym, one in given.items():
            if pseudonym not in known or said(one, "commitment", str, path) not in counted:
                raise Wrong(path, f"names {pseudonym}, whose ballot was not counted.")
        names = (self.told.close or {}).get("names")
        if isinstance(names, dict) and names.get("hash") != sha256(raw).hexdigest():
            notes.append("names.json was changed since the close, as when a member's name is erased")


def listed(commitments: Sequence[str]) -> dict[str, Any]:
    """Return how the record tells a list of commitments by its length and hash."""
    text = '["' + '","'.join(sorted(commitments)) + '"]' if commitments else "[]"
    return {"count": len(commitments), "hash": sha256(text.encode()).hexdigest()}


def _pseudonyms(raw: bytes, where: str) -> list[str]:
    """Return a sorted list of pseudonyms, each once."""
    if not _NAMES.fullmatch(raw):
        raise Wrong(where, "is no list of pseudonyms in its one canonical spelling.")
    found = raw[2:-2].decode().split('","') if len(raw) > 2 else []
    if any(one >= other for one, other in pairwise(found)):
        raise Wrong(where, "is not sorted, each pseudonym once.")
    return found


def _twice(values: Sequence[str]) -> list[str]:
    return sorted(value for value, times in Counter(values).items() if times > 1)
