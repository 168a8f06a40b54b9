"""
YAML 1.2 as a tree in which every part knows its line.

A scalar stays the text that was written: the field that reads it says whether it is a number, a date or words, so
`no` is never False and `010` never 8. Refused, because each lets a short file say something its reader does not
see: aliases and anchors, tags, directives, a second document, a key that stands twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from site_builder.content.front_matter import quick_tree
from site_builder.content.signs import sign_problems
from site_builder.content.yaml_nodes import Listing, Node, Pairs, Scalar
from site_builder.content.yaml_words import Trouble, in_our_words

__all__ = ["Listing", "Node", "NotYaml", "Pairs", "Scalar", "Tree", "read_yaml", "strict_tree"]

MAX_DEPTH = 20
_ESCAPE = re.compile(r"\\U(?!00(0[0-9A-Fa-f]|10))")


class NotYaml(Exception):
    """The text cannot be read on from *trouble*."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.what)
        self.trouble = trouble


@dataclass
class Tree:
    """What a text says (None if nothing), and what was refused on the way."""

    root: Node | None = None
    troubles: list[Trouble] = field(default_factory=list)


def read_yaml(text: str, first_line: int = 1) -> Tree:
    """Return the tree of *text*, whose first line is line *first_line* of its file."""
    root = quick_tree(text, first_line)
    return strict_tree(text, first_line) if root is None else Tree(root)


def strict_tree(text: str, first_line: int = 1) -> Tree:
    """Return the same by the library alone, which also says what is wrong."""
    tabs = [n for n, line in enumerate(text.split("\n"), first_line) if "\t" in line]
    if tabs:
        return Tree(troubles=[Trouble(n, "a tab stands on this line.", "Use spaces.") for n in tabs])
    reader = _Reader(first_line)
    try:
        root = reader.document(_events(text, first_line))
    except NotYaml as broken:
        return Tree(None, [*reader.troubles, broken.trouble])
    except _yaml_error() as broken:
        return Tree(None, [*reader.troubles, in_our_words(broken, first_line, text)])
    return Tree(root, reader.troubles)


def _events(text: str, first_line: int) -> Iterator[Any]:
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    try:
        yield from yaml.parse(text)
    except (ValueError, OverflowError) as broken:
        # An escape such as "\\UFFFFFFFF" names no sign: ruamel lets chr() say so.
        lines = enumerate(text.split("\n"), first_line)
        line = next((number for number, words in lines if _ESCAPE.search(words)), first_line)
        trouble = Trouble(line, "an escape with a backslash names no sign.", "Write the sign itself.")
        raise NotYaml(trouble) from broken


def _yaml_error() -> type[Exception]:
    from ruamel.yaml.error import YAMLError

    kind: type[Exception] = YAMLError
    return kind


class _Reader:
    """Builds the tree from ruamel's events, one call a node."""

    def __init__(self, first_line: int) -> None:
        self.first_line = first_line
        self.troubles: list[Trouble] = []

    def line(self, event: Any) -> int:
        return int(event.start_mark.line) + self.first_line

    def refuse(self, event: Any, what: str, mend: str) -> None:
        self.troubles.append(Trouble(self.line(event), what, mend))

    def document(self, events: Iterator[Any]) -> Node | None:
        root: Node | None = None
        seen = False
        for event in events:
            name = type(event).__name__
            if name == "DocumentStartEvent":
                if event.version or event.tags:
                    self.refuse(event, "a line begins with '%'.", "Take it out; it is always YAML 1.2.")
                if seen:
                    mend = "Take this '---' and what follows out."
                    raise NotYaml(Trouble(self.line(event), "a second document begins here.", mend))
                seen = True
            elif name not in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"):
                root = self.node(event, events, 1)
        return root

    def node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        line = self.line(event)
        if depth > MAX_DEPTH:
            raise NotYaml(
                Trouble(line, "lists stand inside lists too deep.", f"Keep it within {MAX_DEPTH} levels.")
            )
        name = type(event).__name__
        if name == "AliasEvent":
            self.refuse(event, f"'*{event.anchor}' points to another place.", "Write the text out here.")
            return Scalar("", line, broken=True)
        if event.anchor:
            self.refuse(event, f"'&{event.anchor}' names this place for another.", "Take it out.")
        if event.tag and not event.tag.startswith("tag:yaml.org,2002:str") and event.tag != "!":
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.refuse(event, f"the tag '{tag}' is not read here.", "Take it out and keep the value.")
        if name == "ScalarEvent":
            return self.scalar(event, line)
        if name == "SequenceStartEvent":
            return Listing(tuple(self.items(events, depth)), line)
        return self.pairs(events, line, depth)

    def scalar(self, event: Any, line: int) -> Scalar:
        """Return the value; a sign written as an escape ("\\u202e") is as little wanted as the sign itself."""
        hidden = []
        if event.style == '"':
            hidden = [problem for part in event.value.split("\n") for problem in sign_problems(part)]
        for what, mend in hidden:
            self.refuse(event, what, mend)
        return Scalar(event.value, line, plain=event.style is None, broken=bool(hidden))

    def items(self, events: Iterator[Any], depth: int) -> Iterator[Node]:
        for event in events:
            if type(event).__name__ == "SequenceEndEvent":
                return
            yield self.node(event, events, depth + 1)

    def pairs(self, events: Iterator[Any], line: int, depth: int) -> Pairs:
        values: dict[str, Node] = {}
        key_lines: dict[str, int] = {}
        for event in events:
            if type(event).__name__ == "MappingEndEvent":
                break
            key = self.node(event, events, depth + 1)
            value = self.node(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                self.refuse(event, "a list stands where a key should.", "Write 'key: value'.")
            elif key.text in values:
                first = key_lines[key.text]
                self.refuse(event, f"'{key.text}' stands here again after line {first}.", "Keep one of the two.")
            elif not key.broken:
                values[key.text] = value
                key_lines[key.text] = key.line
        return Pairs(values, key_lines, line)
