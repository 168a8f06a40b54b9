"""
A ballot that can be read at a glance: one question, one answer, nothing in it that anybody would have to mend.

Nearly every ballot is one, and members wait for it all at once before a vote ends. Whatever is not of this shape,
or holds a mistake, is left to the form of the vote, which reads the same ballots in the same way and knows what to
say: None means "ask the form".
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from domain.governance.ballot import MAX_PHRASE
from domain.governance.choice import NONE
from domain.governance.methods.box import BLANK
from domain.governance.policy import Method
from domain.governance.proposal import Option
from forms_api.auth.csrf import FIELD
from forms_api.forms.ballots import PAGE_SIGNS, YES_NO

NAMES = frozenset({"choice", "phrase", "page", FIELD})
OFFERED = frozenset(str(choice.value) for choice in YES_NO)


@dataclass(frozen=True)
class PlainBallot:
    """What was sent: the canonical *answer*, the voter's *phrase* and the mark of the *page*."""

    answer: str
    phrase: str
    page: str


def plain_ballot(method: Method, options: Collection[Option], sent: MultiDict[str, str]) -> PlainBallot | None:
    """Return the ballot that was sent, or None where the form of the vote has to look at it."""
    if sent.keys() - NAMES or any(len(sent.getlist(name)) > 1 for name in sent):
        return None
    choice, phrase, page = sent.get("choice", ""), sent.get("phrase", ""), sent.get("page", "")
    if not (_needs_no_mending(phrase, MAX_PHRASE) and _needs_no_mending(page, PAGE_SIGNS)):
        return None
    return PlainBallot(choice, phrase, page) if choice in _choices(method, options) else None


def _choices(method: Method, options: Collection[Option]) -> Collection[str]:
    if method is Method.YES_NO:
        return OFFERED
    if method is Method.PLURALITY:
        return {NONE, BLANK, *(option.id for option in options)}
    return ()


def _needs_no_mending(text: str, most: int) -> bool:
    return len(text) <= most and text.isascii() and (text.isprintable() and text == text.strip())
