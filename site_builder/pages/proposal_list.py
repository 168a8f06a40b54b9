"""
Proposals by stage, and what became of the decisions: on one page while they are few.

With many, a stage has pages of its own, counted from the oldest by the proposals' numbers: whatever happens to a
proposal afterwards, the pages before it stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from domain.governance.commitments import Told, told
from domain.record.afterwards import Afterwards
from site_builder import structured
from site_builder.model import Site
from site_builder.pages.page import page
from site_builder.pages.pagination import Leaf, from_the_oldest
from site_builder.pages.proposals import (
    CERTIFIED,
    STAGES,
    Promised,
    ProposalRow,
    certified_on,
    latest_first,
    promised,
    proposal_row,
)
from site_builder.steps import Step
from site_builder.syndication.feeds import DECISIONS, PROPOSALS, links
from site_builder.units import Unit, each
from site_builder.watching import summary

ONE_PAGE = 50
SHOWN_OF_A_STAGE = 8
ROWS_A_PAGE = 40
DECISIONS_A_PAGE = 20

Decided = tuple[ProposalRow, tuple[Promised, ...], date | None, Afterwards]
"""The line of a decision: with its promises, the day it was certified and what came after it."""


def units(site: Site, language: str) -> Iterator[Unit]:
    yield Unit(index, (language,))
    yield from each(stage_pages, (name for name, _ in STAGES), language)
    yield Unit(decisions, (language,))


def index(site: Site, language: str) -> Iterator[Step]:
    """Yield the list by stage; with many proposals each stage shows its latest and leads to the others."""
    found = [(name, latest_first(site, states)) for name, states in STAGES]
    shown = SHOWN_OF_A_STAGE if _many(site) else ONE_PAGE
    stages = tuple(
        (name, tuple(proposal_row(site, number) for number in numbers[:shown]), len(numbers) > shown)
        for name, numbers in found
    )
    yield _list_page(site, language, "/proposals/", stages, "", None)


def stage_pages(site: Site, language: str, name: str) -> Iterator[Step]:
    """Yield the pages of a stage that is too long for the list of all."""
    numbers = latest_first(site, dict(STAGES)[name])
    if _many(site) and len(numbers) > SHOWN_OF_A_STAGE:
        path = f"/proposals/stages/{name}/"
        rows = tuple(proposal_row(site, number) for number in sorted(numbers, key=_as_numbered, reverse=True))
        for leaf in _leaves(path, rows, ROWS_A_PAGE):
            stages = ((name, leaf.entries, False),)
            yield _list_page(site, language, leaf.path, stages, name, replace(leaf, entries=()))


def _many(site: Site) -> bool:
    return len(site.public.proposals) > ONE_PAGE


def _as_numbered(identity: str) -> tuple[int, str]:
    """Return the key that sorts "2026-9" before "2026-10"."""
    return len(identity), identity


def _leaves(path: str, rows: tuple[ProposalRow, ...], size: int) -> Iterator[Leaf[ProposalRow]]:
    """Yield the front of the list and the pages behind it."""
    counted = from_the_oldest(path, rows, most=ONE_PAGE, size=size)
    yield Leaf(path, "", 0, 0, counted.front, "", counted.older[0].path if counted.older else "")
    yield from counted.older


def _list_page(
    site: Site,
    language: str,
    path: str,
    stages: tuple[tuple[str, tuple[ProposalRow, ...], bool], ...],
    only: str,
    leaf: Leaf[ProposalRow] | None,
) -> Step:
    return page(
        site,
        language,
        path,
        "proposals.html",
        "decisions",
        feeds=links(site, language, PROPOSALS),
        structured=structured.section(site, language, structured.DECISIONS, "/proposals/"),
        stages=stages,
        only=only,
        leaf=leaf,
    )


def decisions(site: Site, language: str) -> Iterator[Step]:
    """Yield what became of the decisions, the latest in front; with many, in pages behind it."""
    numbers = latest_first(site, CERTIFIED)
    if len(numbers) > ONE_PAGE:
        numbers = tuple(sorted(numbers, key=_as_numbered, reverse=True))
    counted = from_the_oldest("/decisions/", numbers, most=ONE_PAGE, size=DECISIONS_A_PAGE)
    front: Leaf[str] = Leaf(
        "/decisions/", "", 0, 0, counted.front, "", counted.older[0].path if counted.older else ""
    )
    policies = tuple((p.slug, p.title, p.summary) for p in site.catalogue.policies.values())
    for leaf in (front, *counted.older):
        in_front = leaf is front
        yield page(
            site,
            language,
            leaf.path,
            "decisions.html",
            "decisions",
            feeds=links(site, language, DECISIONS),
            structured=structured.section(site, language, structured.DECISIONS, "/decisions/"),
            leaf=replace(leaf, entries=()),
            decided=tuple(decided(site, number) for number in leaf.entries),
            sums=_sums(promised(site, number) for number in numbers) if in_front else None,
            policies=policies if in_front else (),
        )


@summary
def decided(site: Site, number: str) -> Decided:
    """Return the line of a decision."""
    proposal = site.public.proposals[number]
    return proposal_row(site, number), promised(site, number), certified_on(proposal), proposal.afterwards


def _sums(promises: Iterable[tuple[Promised, ...]]) -> Told | None:
    """Return what became of all that was promised; None where nothing was."""
    standings = [one.standing for each_promise in promises for one in each_promise]
    return told(standings) if standings else None
