"""
Cut a page into tags and words, telling what no browser should have to guess.

A browser's parser never fails; this one is for pages that a program wrote, where whatever would have to be guessed
is a fault. Source: HTML Living Standard, section 13.2.5 (the names of the parse errors are its own).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.entities import html5
from typing import NamedTuple

from site_builder.checking.html_words import RAW_TEXT

Attributes = dict[str, str]


class Token(NamedTuple):
    """*kind* is one of "open", "close", "words", "doctype", "fault"; *name* the element's, or what is wrong."""

    kind: str
    name: str
    at: int
    attributes: Attributes | None = None
    closed: bool = False


_TAG = re.compile(
    r"<(?:!--(?P<comment>.*?)-->|!(?P<doctype>doctype[^>]*)>|/(?P<close>[a-zA-Z][^\s/>]*+)\s*+>"
    r"|(?P<open>[a-zA-Z][^\s/>]*+)(?P<attributes>(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)>)",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"\s++(?P<name>[^\s\"'<>/=]++)"
    r"(?:\s*+=\s*+(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'|(?P<bare>[^\s\"'=<>`]++)))?"
)
_REFERENCE = re.compile(
    r"&(?:#(?:[0-9]+|[xX][0-9a-fA-F]+)(?P<end>;?)|(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<semicolon>;?))"
)
_RAW_END = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in RAW_TEXT}


def tokens(page: str) -> Iterator[Token]:
    """Yield the tags and words of *page* in order, and what is wrong with how they are written."""
    at = 0
    while (found := _TAG.search(page, at)) is not None:
        yield from _words(page, at, found.start())
        at = found.end()
        name = found["open"]
        if name:
            yield from _opening(found, name.lower())
            if name.lower() in RAW_TEXT:
                end = _RAW_END[name.lower()].search(page, at)
                stop = end.start() if end else len(page)
                yield Token("words", page[at:stop], at)
                at = stop
        elif found["close"]:
            yield Token("close", found["close"].lower(), found.start())
        elif found["doctype"]:
            yield Token("doctype", found["doctype"], found.start())
    yield from _words(page, at, len(page))


def _opening(found: re.Match[str], name: str) -> Iterator[Token]:
    written = found["attributes"]
    closed = written.endswith("/")
    attributes: Attributes = {}
    read = 0
    for one in _ATTRIBUTE.finditer(written):
        if one.start() != read:
            break
        read = one.end()
        key = one["name"].lower()
        value = one["double"] or one["single"] or one["bare"] or ""
        if key in attributes:
            yield Token("fault", f"<{name}> has the attribute {key} twice.", found.start())
        else:
            attributes[key] = unescape(value) if "&" in value else value
    if written[read:].strip() not in ("", "/"):
        yield Token("fault", f"the attributes of <{name}> cannot be read.", found.start())
    yield Token("open", name, found.start(), attributes, closed)


def _words(page: str, start: int, end: int) -> Iterator[Token]:
    if start == end:
        return
    words = page[start:end]
    if "<" in words:
        yield Token("fault", "a < stands alone; write it as &lt;.", start + words.index("<"))
    if "&" in words:
        yield from _references(words, start)
        words = unescape(words)
    yield Token("words", words, start)


def _references(words: str, start: int) -> Iterator[Token]:
    for found in _REFERENCE.finditer(words):
        name = found["name"]
        if name and found["semicolon"] and f"{name};" not in html5:
            yield Token("fault", f"&{name}; is no sign of HTML; write & as &amp;.", start + found.start())
        elif (name in html5 and not found["semicolon"]) or (not name and not found["end"]):
            yield Token("fault", f"{found[0]} wants a semicolon behind it.", start + found.start())
