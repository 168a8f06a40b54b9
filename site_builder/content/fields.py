"""Take the fields of one mapping, one by one; every value that does not fit becomes a problem at its line."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date
from enum import Enum
from functools import cache
from typing import TypeVar

from site_builder.content.known import Known
from site_builder.content.near import closest, meant, one_of, shown
from site_builder.content.yaml_tree import Listing, Node, Pairs, Scalar
from site_builder.problems import Findings

E = TypeVar("E", bound=Enum)

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
MAX_SLUG = 80
UNKNOWN_DAY = date(1970, 1, 1)
"""Stands where no day could be read; its problem is told, and the catalogue is never handed out."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,9}\Z", re.ASCII)
_LIST = "Write a list: each item on a line of its own that begins with '- '."


@cache
def _choices(kind: type[Enum]) -> tuple[tuple[str, ...], str]:
    """Return the words of *kind*, and how to mend a field that holds none of them."""
    choices = tuple(str(member.value) for member in kind)
    return choices, f"Write {one_of(choices)}."


class Fields:
    """
    The fields of one mapping. A method takes a field, reports what is wrong with it, and returns its value,
    or a neutral one where there is none, so that reading goes on and all problems come out at once.
    """

    def __init__(
        self, node: Node | None, findings: Findings, known: Known, what: str, line: int = 1, *, prefix: str = ""
    ) -> None:
        self.prefix = prefix
        self.findings = findings
        self.known = known
        self.what = what
        self.pairs = node if isinstance(node, Pairs) else Pairs({}, {}, line)
        self.line = line
        self.taken: list[str] = []
        self.missing: dict[str, str] = {}
        # Where the whole is of the wrong shape, that alone is told, not each missing field too.
        self.silent = not isinstance(node, Pairs)
        if self.silent and not (isinstance(node, Scalar) and node.broken):
            found = "a list" if isinstance(node, Listing) else "a single text"
            findings.add(node.line if node else line, f"{what} is {found}.", "Write its fields as 'key: value'.")

    def wrong(self, line: int, what: str, mend: str) -> None:
        self.findings.add(line, what, mend)

    def name(self, key: str) -> str:
        """Return the field as problems call it: "consent.on" inside a group."""
        return f"{self.prefix}{key}"

    def line_of(self, key: str) -> int:
        return self.pairs.key_lines.get(key, self.line)

    def take(self, key: str, mend: str, *, required: bool = True) -> Node | None:
        """Return the field's node; report where it is missing or left empty although it is wanted."""
        self.taken.append(key)
        node = self.pairs.values.get(key)
        if node is None:
            if required and not self.silent:
                self.missing[key] = mend
            return None
        if isinstance(node, Scalar) and (node.broken or node.empty):
            if required and not node.broken:
                self.wrong(self.line_of(key), f"{self.name(key)} is empty.", mend)
            return None
        return node

    def scalar(self, key: str, mend: str, *, required: bool = True) -> Scalar | None:
        node = self.take(key, mend, required=required)
        if node is None or isinstance(node, Scalar):
            return node
        found = "a list" if isinstance(node, Listing) else "a group of fields"
        self.wrong(self.line_of(key), f"{self.name(key)} is {found}.", mend)
        return None

    def text(self, key: str, longest: int, *, required: bool = True) -> str:
        """Return one text of at most *longest* signs."""
        node = self.scalar(key, f"Write '{key}: …', one text.", required=required)
        return self._fitting(key, node, longest) if node else ""

    def _fitting(self, key: str, node: Scalar, longest: int) -> str:
        text = node.text.strip()
        if len(text) > longest:
            self.wrong(node.line, f"{self.name(key)} has {len(text)} signs.", f"Keep it within {longest}.")
        return text

    def words(self, key: str, longest: int, *, required: bool = True) -> dict[str, str]:
        """Return a text by language: one plain text is in the default language."""
        default = self.known.default
        node = self.take(key, f"Write '{key}: …', or one line for each language.", required=required)
        if isinstance(node, Scalar):
            return {default: self._fitting(key, node, longest)}
        if isinstance(node, Listing):
            self.wrong(
                self.line_of(key), f"{self.name(key)} is a list.", f"Write one text, or '{default}: …' under it."
            )
        if not isinstance(node, Pairs):
            return {}
        inner = Fields(node, self.findings, self.known, key, self.line_of(key), prefix=f"{key}.")
        inner.languages_only(required=required)
        texts = {language: inner.text(language, longest) for language in node.values}
        return {language: text for language, text in texts.items() if text}

    def languages_only(self, *, required: bool) -> None:
        """Report keys that are no language of the network, and the default language where it is missing."""
        languages = self.known.languages
        for key, line in self.pairs.key_lines.items():
            if languages and key not in languages:
                otherwise = f"The network speaks {one_of(languages)}."
                self.wrong(line, f"'{key}' is no language of network.yaml.", meant(key, languages, otherwise))
        if required and self.known.default not in self.pairs.values:
            self.wrong(
                self.line, f"{self.what} has no '{self.known.default}'.", "Write it in the first language too."
            )

    def choice(self, key: str, kind: type[E], *, required: bool = True) -> E:
        """Return the member of *kind* that the field names; the first one where it names none."""
        choices, mend = _choices(kind)
        node = self.scalar(key, mend, required=required)
        if node is None:
            return next(iter(kind))
        if node.text not in choices:
            mend = meant(node.text, choices, f"Use {one_of(choices)}.")
            self.wrong(node.line, f"{self.name(key)} is {shown(node.text)}.", mend)
            return next(iter(kind))
        return kind(node.text)

    def number(
        self, key: str, lowest: int, highest: int, *, required: bool = True, or_else: str = ""
    ) -> int | None:
        """Return a whole number in bounds; *or_else* is a word that the caller takes instead of one."""
        bounds = f"a whole number from {lowest} to {highest}" if lowest < highest else str(lowest)
        mend = f"Write {or_else or bounds}{f' or {bounds}' if or_else else ''}."
        node = self.scalar(key, mend, required=required)
        if node is None:
            return None
        if not _NUMBER.match(node.text) or not lowest <= int(node.text) <= highest:
            self.wrong(node.line, f"{self.name(key)} is {shown(node.text)}.", mend)
            return None
        return int(node.text)

    def flag(self, key: str) -> bool:
        node = self.scalar(key, "Write true or false.", required=False)
        if node is not None and node.text not in ("true", "false"):
            self.wrong(node.line, f"{self.name(key)} is {shown(node.text)}.", "Write true or false.")
        return node is not None and node.text == "true"

    def day(self, key: str, *, required: bool = True) -> date | None:
        node = self.scalar(key, "Write the day as year-month-day, like 2026-11-23.", required=required)
        if node is None:
            return None
        try:
            if not _DAY.match(node.text):
                raise ValueError
            return date.fromisoformat(node.text)
        except ValueError:
            mend = "Write a real day as year-month-day, like 2026-11-23."
            self.wrong(node.line, f"{self.name(key)} is {shown(node.text)}.", mend)
            return None

    def reference(self, key: str, kind: str, *, required: bool = True) -> str:
        """Return the slug of a *kind* that exists; "" where it does not."""
        node = self.scalar(key, f"Name a {kind} by its slug.", required=required)
        return self._existing(key, node, kind) if node else ""

    def references(self, key: str, kind: str, *, required: bool = False) -> tuple[str, ...]:
        """Return slugs of the *kind*, as many as the list has items; "" for each that does not exist."""
        nodes = self.scalars(key, required=required)
        slugs = tuple(self._existing(key, node, kind) for node in nodes)
        self._twice(key, nodes)
        return slugs

    def _existing(self, key: str, node: Scalar, kind: str) -> str:
        slugs = self.known.slugs(kind)
        if slugs is None or node.text in slugs:
            return node.text
        what = f"{self.name(key)} names {shown(node.text)}, and there is no such {kind}."
        self.wrong(node.line, what, meant(node.text, sorted(slugs), self.known.how_to_add(kind)))
        return ""

    def texts(self, key: str, longest: int, *, required: bool = False) -> tuple[str, ...]:
        nodes = self.scalars(key, required=required)
        self._twice(key, nodes)
        return tuple(self._fitting(key, node, longest) for node in nodes)

    def scalars(self, key: str, *, required: bool) -> list[Scalar]:
        good = []
        for node in self._list(key, required=required):
            if not isinstance(node, Scalar):
                self.wrong(
                    node.line, f"an item of {self.name(key)} is not one text.", "Write one text for each '- '."
                )
            elif node.empty and not node.broken:
                self.wrong(
                    node.line, f"an item of {self.name(key)} is empty.", "Fill it in, or take its line out."
                )
            elif not node.broken:
                good.append(node)
        return good

    def _twice(self, key: str, nodes: Sequence[Scalar]) -> None:
        seen: set[str] = set()
        for node in nodes:
            if node.text in seen:
                self.wrong(node.line, f"{self.name(key)} names {shown(node.text)} twice.", "Keep one of the two.")
            seen.add(node.text)

    def _list(self, key: str, *, required: bool) -> Sequence[Node]:
        node = self.take(key, _LIST, required=required)
        if node is None:
            return ()
        if not isinstance(node, Listing):
            self.wrong(self.line_of(key), f"{self.name(key)} is not a list.", _LIST)
            return ()
        if required and not node.items:
            self.wrong(self.line_of(key), f"{self.name(key)} is an empty list.", "Give it at least one item.")
        return node.items

    def groups(self, key: str, what: str, *, required: bool = False) -> list[Fields]:
        """Return the fields of each item of a list of mappings."""
        nodes = self._list(key, required=required)
        return [Fields(node, self.findings, self.known, what, node.line) for node in nodes]

    def group(self, key: str, what: str, *, required: bool = True) -> Fields | None:
        node = self.take(key, f"Write the fields of {key} under it.", required=required)
        return Fields(node, self.findings, self.known, what, self.line_of(key), prefix=f"{key}.") if node else None

    def done(self, also: Collection[str] = ()) -> None:
        """Report every key that nobody took, and every field missing that is not merely misspelt."""
        for key, line in self.pairs.key_lines.items():
            if key not in self.taken and key not in also:
                near = closest(key, self.missing) or closest(key, self.taken)
                self.missing.pop(near or "", None)
                mend = (
                    f"Did you mean '{near}'?" if near else f"Take it out; there are {one_of(self.taken, 'and')}."
                )
                self.wrong(line, f"{shown(key)} is no field of {self.what}.", mend)
        for key, mend in self.missing.items():
            self.wrong(self.line, f"'{self.name(key)}' is missing.", mend)
