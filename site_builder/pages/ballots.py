"""
The published ballots of a vote, by receipt code: a voter with any browser finds hers in two clicks.

Where a vote has more than a page holds, the codes are split by their first signs; each page then lists the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from domain.governance.ballot import Row
from domain.governance.choice import read_choice
from domain.governance.lifecycle import State
from domain.governance.policy import OF_ONE_QUESTION, Secrecy
from domain.governance.receipt import ALPHABET, receipt_code
from domain.record.public import PublicProposal
from site_builder.model import Site
from site_builder.pages.page import logged, page
from site_builder.steps import Step
from site_builder.units import Unit, each

MOST_ON_A_PAGE = 200


@dataclass(frozen=True)
class Found:
    """A published ballot as its voter looks for it: the code of her receipt, what it says, in open votes whose."""

    code: str
    choice: str
    name: str = ""


@dataclass(frozen=True)
class Shelf:
    """The codes that begin with *prefix*: in *found*, or, where they are too many, on the pages of *next*."""

    prefix: str
    found: tuple[Found, ...]
    next: tuple[str, ...]


def shelves(found: Sequence[Found], prefix: str = "") -> Iterator[Shelf]:
    """Yield the pages of a vote, the first one first; every ballot stands on exactly one."""
    if len(found) <= MOST_ON_A_PAGE:
        yield Shelf(prefix, tuple(found), ())
        return
    split: dict[str, list[Found]] = {}
    # Codes are written in groups of four signs, with a dash between two.
    at = len(prefix) + len(prefix) // 4
    for one in found:
        split.setdefault(one.code[at], []).append(one)
    filled = [sign for sign in ALPHABET if sign in split]
    yield Shelf(prefix, (), tuple(prefix + sign for sign in filled))
    for sign in filled:
        yield from shelves(split[sign], prefix + sign)


def units(site: Site, language: str) -> Iterator[Unit]:
    yield from each(ballots, site.public.proposals, language)


def ballots(site: Site, language: str, number: str) -> Iterator[Step]:
    """Yield the pages that list the published ballots of a proposal."""
    proposal = site.public.proposals[number]
    if proposal.rows_published:
        yield from _pages(site, language, proposal, site.rows(number))


def _pages(site: Site, language: str, proposal: PublicProposal, rows: Sequence[Row]) -> Iterator[Step]:
    names = {one.commitment: one.name for one in site.beside.named.get(proposal.id, ())}
    found = sorted(
        (Found(receipt_code(bytes.fromhex(r.commitment)), r.choice, names.get(r.commitment, "")) for r in rows),
        key=attrgetter("code"),
    )
    said = {choice: read_choice(choice) for choice in {one.choice for one in found}}
    for shelf in shelves(found):
        yield page(
            site,
            language,
            ballots_path(proposal.id, shelf.prefix),
            "ballots.html",
            "decisions",
            number=proposal.id,
            title=proposal.title,
            total=len(found),
            shelf=shelf,
            said={one.choice: said[one.choice] for one in shelf.found},
            names={option.id: option.title for option in proposal.options},
            question=proposal.policy.method in OF_ONE_QUESTION,
            open=proposal.policy.secrecy is Secrecy.OPEN,
            until=proposal.certifies if proposal.state is State.PROVISIONAL else None,
            log=logged(site),
            all_codes=ballots_path(proposal.id),
            paths={prefix: ballots_path(proposal.id, prefix) for prefix in shelf.next},
        )


def ballots_path(proposal: str, prefix: str = "") -> str:
    """Return the address of the page that lists the codes beginning with *prefix*."""
    return f"/proposals/{proposal}/ballots/{prefix.lower()}{'/' if prefix else ''}"
