"""
A ballot that can be read at a glance: one question, one answer, nothing in it that anybody would have to mend.

Nearly every ballot is one, and members wait for it all at once before a vote ends. Whatever is not of this shape,
or holds a mistake, is left to the form of the vote, which reads the same ballots in the same way and knows what to
say: None means "ask the form".
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
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


@dataclass(frozen=True, slots=True)
class PlainBallot:
    """What was sent: the canonical *answer*, the voter's *phrase* and the mark of the *page*."""

    answer: str
    phrase: str
    page: str


def plain_ballot(method: Method, options: Collection[Option], sent: MultiDict[str, str]) -> PlainBallot | None:
    """Return the ballot that was sent, or None where the form of the vote has to look at it."""
    if any(len(sent.getlist(name)) > 1 for name in sent):
        return None
    found = read_plain(sent)
    return found if found is not None and offered(method, options, found.answer) else None


def read_plain(sent: Mapping[str, str]) -> PlainBallot | None:
    """Return what was sent, one value a name, if it has the shape of a plain ballot, whatever its vote asks."""
    if not NAMES.issuperset(sent):
        return None
    phrase, page = sent.get("phrase", ""), sent.get("page", "")
    if not (_needs_no_mending(phrase, MAX_PHRASE) and _needs_no_mending(page, PAGE_SIGNS)):
        return None
    return PlainBallot(sent.get("choice", ""), phrase, page)


def offered(method: Method, options: Collection[Option], answer: str) -> bool:
    """Tell whether the form of a vote offers this answer, and asks for no other."""
    if method is Method.YES_NO:
        return answer in OFFERED
    return method is Method.PLURALITY and (answer in (NONE, BLANK) or any(answer == o.id for o in options))


def _needs_no_mending(text: str, most: int) -> bool:
    return len(text) <= most and text.isascii() and (text.isprintable() and text == text.strip())
