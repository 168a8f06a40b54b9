"""
Bytes of a JSON body to plain values, strictly by RFC 8259, and refused for one named reason where they are not.

Rules of this file: no byte is guessed; what two readers might understand in two ways (a name twice, NaN, half a
sign, a number too long for anybody) is refused; the depth is known before anything is parsed.
Source: RFC 8259; RFC 7493 (I-JSON); Seriot, "Parsing JSON is a minefield" (2016).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from presentation.translations import N_

MOST_DEPTH = 20
MOST_DIGITS = 20
"""Signs of a number: no form asks for one that is longer."""

# A string that never ends takes the rest: each sign is looked at once, whatever was sent.
_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)

NOT_UTF8 = N_("The text is not UTF-8, or begins with a byte order mark.")
NOT_JSON = N_("This is no JSON.")
TOO_DEEP = N_("It is nested too deeply.")
TWICE = N_("A name stands twice in one object.")
NO_NUMBER = N_("A number in it is none, or is too long.")
HALF_A_SIGN = N_("A text in it holds half a sign (a lone surrogate).")
NO_OBJECT = N_("The outermost value has to be an object.")


class Malformed(Exception):
    """
    A body that is not read; nothing was done. *code* is for programs, *says* for people.

    *line* and *column* count from 1; both are 0 where the fault has no one place. *fields* are the names at fault.
    """

    def __init__(self, code: str, says: str, line: int = 0, column: int = 0, fields: Iterable[str] = ()) -> None:
        super().__init__(says)
        self.code, self.says, self.line, self.column = code, says, line, column
        self.fields = tuple(sorted(fields))


class Number(str):
    """A number as it was written: forms take texts, and no digit is lost on the way."""


def read_object(body: bytes) -> dict[str, Any]:
    """
    Return the object in *body*: texts, `Number`, True, False, None, lists and objects.

    Raises:
        Malformed.
    """
    text = _text(body)
    _demand_shallow(text)
    try:
        found = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_number,
            parse_float=_number,
            parse_constant=_no_number,
        )
    except json.JSONDecodeError as wrong:
        raise Malformed("not-json", NOT_JSON, wrong.lineno, wrong.colno) from None
    _demand_whole_signs(found)
    if not isinstance(found, dict):
        raise Malformed("not-an-object", NO_OBJECT)
    return found


def _text(body: bytes) -> str:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as wrong:
        before = body[: wrong.start]
        line = before.count(b"\n") + 1
        raise Malformed("not-utf-8", NOT_UTF8, line, wrong.start - before.rfind(b"\n")) from None
    if text.startswith("\ufeff"):
        raise Malformed("not-utf-8", NOT_UTF8, 1, 1)
    return text


def _demand_shallow(text: str) -> None:
    depth = 0
    for found in _STRUCTURE.finditer(text):
        sign = found[0]
        if sign in "[{":
            depth += 1
            if depth > MOST_DEPTH:
                line, start = text.count("\n", 0, found.start()) + 1, text.rfind("\n", 0, found.start())
                raise Malformed("too-deep", TOO_DEEP, line, found.start() - start)
        elif sign in "]}":
            depth -= 1


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Malformed("name-twice", TWICE)
    return found


def _number(written: str) -> Number:
    # 1e400 is a number by the grammar and none that anything could hold.
    if len(written) > MOST_DIGITS or abs(float(written)) == float("inf"):
        raise Malformed("bad-number", NO_NUMBER)
    return Number(written)


def _no_number(_written: str) -> NoReturn:
    raise Malformed("bad-number", NO_NUMBER)


def _demand_whole_signs(value: Any) -> None:
    if isinstance(value, str):
        if not value.isascii() and any("\ud800" <= sign <= "\udfff" for sign in value):
            raise Malformed("half-a-sign", HALF_A_SIGN)
    elif isinstance(value, list):
        for item in value:
            _demand_whole_signs(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            _demand_whole_signs(name)
            _demand_whole_signs(item)
