"""Callouts and footnotes in a text: of a kind there is, with a text, led to and from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from site_builder.content.near import meant, one_of, shown

CALLOUTS = ("note", "warning", "crisis")
_CALLOUT = re.compile(r'!!! ?(?P<kind>[\w-]+)(?: +"[^"]*")? *\Z')
_FOOTNOTE = re.compile(r"\[\^([^\]]*)\]")
_DEFINED = re.compile(r"\s{0,3}\[\^([^\]]*)\]:")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")

Told = tuple[int, str, str]


def box_problems(lines: Iterable[tuple[int, str]]) -> Iterator[Told]:
    """Yield line, what is wrong and how to mend it, for the callouts and footnotes of a text without its code."""
    listed = list(lines)
    following = [line for _, line in listed[1:]] + [""]
    for (number, line), after in zip(listed, following, strict=True):
        if line.startswith("!!!"):
            yield from ((number, *wrong) for wrong in _callout(line, after))
    yield from _footnotes(listed)


def _callout(line: str, after: str) -> Iterator[tuple[str, str]]:
    found = _CALLOUT.match(line)
    if found is None:
        mend = f'Write !!! {CALLOUTS[1]} "Its title", its text indented by four blanks.'
        yield "the callout cannot be read.", mend
        return
    if found["kind"] not in CALLOUTS:
        mend = meant(found["kind"], CALLOUTS, f"There are {one_of(CALLOUTS, 'and')}.")
        yield f"{shown(found['kind'])} is no kind of callout.", mend
    if not after.startswith("    "):
        yield "the callout has no text.", "Indent its text by four blanks."


def _footnotes(lines: list[tuple[int, str]]) -> Iterator[Told]:
    used: dict[str, int] = {}
    defined: dict[str, int] = {}
    for number, line in lines:
        own = _DEFINED.match(line)
        if own and own[1] in defined:
            yield number, f"the footnote {shown_name(own[1])} stands here again.", "Keep one of the two."
        elif own:
            defined[own[1]] = number
        for name in _FOOTNOTE.findall(line[own.end() :] if own else line):
            used.setdefault(name, number)
    for name, number in sorted({**used, **defined}.items(), key=lambda one: one[1]):
        if not _NAME.match(name):
            mend = "Use small letters, digits and dashes."
            yield number, f"the footnote is called {shown_name(name)}.", mend
        elif name not in defined:
            mend = f"Write '[^{name}]: …' on a line of its own."
            yield number, f"the footnote {shown_name(name)} is not there.", mend
        elif name not in used:
            mend = f"Write [^{name}] where it belongs, or take it out."
            yield number, f"nothing leads to the footnote {shown_name(name)}.", mend


def shown_name(name: str) -> str:
    """Return the name between quotes, a number too."""
    return f"'{name}'" if name.isdecimal() else shown(name)
