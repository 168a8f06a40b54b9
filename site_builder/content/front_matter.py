"""
A quick reader for the YAML that nearly every file of content/ is written in.

Rules of this file: it says the same as the strict reader (yaml_tree.py), value by value and line by line, or it
says nothing. Whatever is not certainly plain (an anchor, an escape, a text over several lines, an indent that does
not fit, a key that stands twice) is left to the strict one, which alone tells what is wrong. A property test holds
both against each other.
"""

from __future__ import annotations

import re

from domain.signs import faults
from site_builder.content.yaml_nodes import Listing, Node, Pairs, Scalar

MAX_DEPTH = 8
_ODD = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""Signs that YAML reads as a line's end or refuses, and tabs."""

_KEY = re.compile(r"([A-Za-z_][A-Za-z0-9_-]{0,99}):(?: +|\Z)(.*)")
_SIMPLE = re.compile(r"([A-Za-z_][A-Za-z0-9_-]{0,99}): +([^ \-?:,\[\]{}#&*!|>'\"%@`][^:#]*)\Z")
"""A key and a text in which nothing can mean anything else: most lines."""

_FLOW_KEY = re.compile(r" *([A-Za-z_][A-Za-z0-9_-]{0,99}): +")
_FLOW_TEXT = re.compile(r" *([^\s\-?:,\[\]{}#&*!|>'\"%@`][^:,\[\]{}#?]*)")
_QUOTED = re.compile(r" *(?:'((?:[^']|'')*)'|\"([^\"\\]*)\")")
_NEVER_FIRST = frozenset("-?:,[]{}#&*!|>'\"%@`")
_BLOCK_TEXT = frozenset({"|", "|-", ">", ">-"})


class _NotSure(Exception):
    """What stands here is for the strict reader."""


def quick_tree(text: str, first_line: int) -> Node | None:
    """Return the tree of *text*, whose first line is line *first_line* of its file; None if it is not certain."""
    # Nearly every text: told without a look at each sign.
    ordinary = text.isascii() and text.replace("\n", "").isprintable()
    if not ordinary and _ODD.search(text):
        return None
    try:
        return _Lines(text.split("\n"), first_line).whole()
    except _NotSure:
        return None


class _Lines:
    """
    Reads lines from top to bottom. *marks* are the lines that say something: number from 0, indent and the rest;
    *number* (in the file), *indent* and *rest* are those of the next one, the indent -1 behind the last.
    """

    def __init__(self, lines: list[str], first_line: int) -> None:
        self.lines = lines
        self.first_line = first_line
        self.marks = [
            (number, len(line) - len(rest), rest)
            for number, line in enumerate(lines)
            if (rest := line.lstrip(" ")) and rest[0] != "#"
        ]
        self.marks.append((len(lines), -1, ""))
        self.at = -1
        self.step()

    def step(self) -> None:
        """Go to the next line that says something."""
        self.at += 1
        number, self.indent, self.rest = self.marks[self.at]
        self.number = number + self.first_line

    def whole(self) -> Node:
        if self.indent != 0:
            raise _NotSure
        root = self.block(1)
        if self.indent != -1:
            raise _NotSure
        return root

    def block(self, depth: int) -> Listing | Pairs:
        if depth > MAX_DEPTH:
            raise _NotSure
        return self.listing(depth) if self.rest.startswith("- ") else self.pairs(depth)

    def listing(self, depth: int) -> Listing:
        indent, line = self.indent, self.number
        items: list[Node] = []
        while self.indent == indent and self.rest.startswith("- "):
            item = self.rest[2:].lstrip(" ")
            if _KEY.match(item):
                self.indent += len(self.rest) - len(item)
                self.rest = item
                items.append(self.pairs(depth + 1))
            else:
                items.append(self.value(item, indent, depth + 1))
        if self.indent > indent:
            raise _NotSure
        return Listing(tuple(items), line)

    def pairs(self, depth: int) -> Pairs:
        indent, line = self.indent, self.number
        values: dict[str, Node] = {}
        lines: dict[str, int] = {}
        while self.indent == indent:
            found = _SIMPLE.match(self.rest) or _KEY.match(self.rest)
            if found is None:
                break
            key, rest = found.groups()
            if key in values:
                raise _NotSure
            lines[key] = self.number
            if found.re is _SIMPLE:
                values[key] = Scalar(rest.rstrip(" "), self.number)
                self.step()
            elif rest and rest[0] != "#":
                values[key] = self.value(rest, indent, depth + 1)
            else:
                values[key] = self.below(indent, depth + 1)
        if self.indent > indent or not values:
            raise _NotSure
        return Pairs(values, lines, line)

    def below(self, indent: int, depth: int) -> Node:
        """Return what stands under a key: a block of a deeper indent, or a list of the same one."""
        self.step()
        if self.indent > indent or (self.indent == indent and self.rest.startswith("- ")):
            return self.block(depth)
        # Of a field left empty the library says the line of whatever comes next.
        raise _NotSure

    def value(self, text: str, indent: int, depth: int) -> Node:
        """Return what *text* says behind a key or a dash at *indent*, and go on to the line after it."""
        line = self.number
        if text in _BLOCK_TEXT:
            return Scalar(self.block_text(text, indent), line, plain=False)
        first = text[:1]
        node: Node
        if first in ("'", '"', "[", "{"):
            node, end = _flow(text, 0, line, depth)
            _only_comment(text[end:])
        else:
            node = Scalar(_plain(text), line)
        self.step()
        if self.indent > indent:
            raise _NotSure
        return node

    def block_text(self, header: str, indent: int) -> str:
        """Return the lines of an indented text, all of one indent and none empty, joined as *header* says."""
        lines, start = self.lines, self.number - self.first_line + 1
        first = lines[start] if start < len(lines) else ""
        margin = len(first) - len(first.lstrip(" "))
        if margin <= indent:
            raise _NotSure
        end = start
        while end < len(lines) and _under(lines[end], margin):
            end += 1
        if end == len(lines) and len(header) == 1:
            # Whether the last line has an end cannot be seen from here.
            raise _NotSure
        _only_blank(lines, end, margin)
        while self.marks[self.at + 1][0] < end:
            self.at += 1
        self.step()
        if self.indent > indent:
            raise _NotSure
        text = ("\n" if header[0] == "|" else " ").join(line[margin:] for line in lines[start:end])
        return text if len(header) > 1 else text + "\n"


def _under(line: str, margin: int) -> bool:
    """Tell whether the line belongs to the text of that margin; doubt where blanks would be part of it."""
    rest = line.lstrip(" ")
    if not rest or len(line) - len(rest) < margin:
        return False
    if len(line) - len(rest) > margin or line[-1] == " ":
        raise _NotSure
    return True


def _only_blank(lines: list[str], at: int, margin: int) -> None:
    """Doubt an indented text that goes on behind an empty line, or behind one of blanks, perhaps a part of it."""
    while at < len(lines) and not lines[at].strip(" "):
        if lines[at]:
            raise _NotSure
        at += 1
    if at < len(lines) and lines[at].startswith(" " * margin):
        raise _NotSure


def _plain(text: str) -> str:
    """Return the text without blanks and comment at its end; doubt where YAML might read more than a text."""
    if not text or text[0] in _NEVER_FIRST or ": " in text:
        raise _NotSure
    if " #" in text:
        text = text[: text.index(" #")]
    text = text.rstrip(" ")
    if text[-1] == ":":
        raise _NotSure
    return text


def _only_comment(rest: str) -> None:
    """Doubt what stands behind a value that is complete, if it is more than blanks and a comment after a blank."""
    behind = rest.lstrip(" ")
    if behind and not (behind[0] == "#" and rest[0] == " "):
        raise _NotSure


def _flow(text: str, at: int, line: int, depth: int) -> tuple[Node, int]:
    """Return what begins at *at*, a list, a group, a quoted or a plain text, and where it ends."""
    if depth > MAX_DEPTH:
        raise _NotSure
    begin = at
    while text[at : at + 1] == " ":
        at += 1
    sign = text[at : at + 1]
    if sign == "[":
        return _flow_listing(text, at + 1, line, depth)
    if sign == "{":
        return _flow_pairs(text, at + 1, line, depth)
    if sign in ("'", '"'):
        quoted = _QUOTED.match(text, at)
        if quoted is None:
            raise _NotSure
        single, double = quoted.groups()
        return _quoted(single, double, line), quoted.end()
    found = _FLOW_TEXT.match(text, begin)
    if found is None:
        raise _NotSure
    return Scalar(found[1].rstrip(" "), line), found.end()


def _quoted(single: str | None, double: str | None, line: int) -> Scalar:
    if single is not None:
        return Scalar(single.replace("''", "'"), line, plain=False)
    if double and any(faults(double)):
        raise _NotSure
    return Scalar(double or "", line, plain=False)


def _flow_listing(text: str, at: int, line: int, depth: int) -> tuple[Listing, int]:
    items: list[Node] = []
    if text[at : at + 1] == "]":
        return Listing((), line), at + 1
    while True:
        item, at = _flow(text, at, line, depth + 1)
        items.append(item)
        at, closed = _next(text, at, "]")
        if closed:
            return Listing(tuple(items), line), at


def _flow_pairs(text: str, at: int, line: int, depth: int) -> tuple[Pairs, int]:
    values: dict[str, Node] = {}
    while True:
        key = _FLOW_KEY.match(text, at)
        if key is None or key[1] in values:
            raise _NotSure
        values[key[1]], at = _flow(text, key.end(), line, depth + 1)
        at, closed = _next(text, at, "}")
        if closed:
            return Pairs(values, dict.fromkeys(values, line), line), at


def _next(text: str, at: int, closing: str) -> tuple[int, bool]:
    """Return where to go on behind a comma or the closing sign, and whether it was that."""
    while text[at : at + 1] == " ":
        at += 1
    sign = text[at : at + 1]
    if sign == closing:
        return at + 1, True
    if sign != "," or text[at + 1 : at + 2] not in (" ",):
        raise _NotSure
    return at + 1, False
