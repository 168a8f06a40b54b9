"""Who learnt from whom: a tree for each program, and all of them on one page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from domain.people import ProgramRole
from domain.programs import Cohort, Lead, LineageNode, lineage
from site_builder.model import Site
from site_builder.pages.page import page
from site_builder.references import CohortRef, MemberRef, ProgramRef
from site_builder.steps import Step
from site_builder.units import Unit
from site_builder.watching import summary

PATH = "/programs/lineage/"


@dataclass(frozen=True)
class UnnamedLeaders:
    """Leaders who are only counted; *people* is None where they are too few to tell."""

    people: int | None
    learnt_in: CohortRef | None
    led: CohortRef


@dataclass(frozen=True)
class Leader:
    """A leader in the lineage; *member* is None where they are not shown by name, *unnamed* learnt from them."""

    member: MemberRef | None
    role: ProgramRole
    attended: tuple[CohortRef, ...]
    led: tuple[CohortRef, ...]
    learners: tuple[Leader, ...]
    unnamed: tuple[UnnamedLeaders, ...]


@dataclass(frozen=True)
class Tree:
    """The lineage of one program; *unnamed* learnt from nobody who is named."""

    program: ProgramRef
    leaders: tuple[Leader, ...]
    unnamed: tuple[UnnamedLeaders, ...]

    @property
    def grown(self) -> bool:
        """Tell whether there is anything to show."""
        return bool(self.leaders or self.unnamed)


@summary
def leads(site: Site, cohort: str) -> tuple[Lead, ...]:
    """Return who leads the cohort by name."""
    return site.cohorts[cohort].leads


@summary
def tree_of(site: Site, program: str) -> Tree:
    """Return who learnt from whom in the program, named by consent."""
    cohorts = site.cohorts_of(program)
    first = {cohort.slug: cohort.leads[0].member for cohort in cohorts if cohort.leads}
    under: dict[str, list[UnnamedLeaders]] = {}
    for cohort in cohorts:
        for group in unnamed_leaders(site, cohort):
            above = first.get(_slug(group.learnt_in), "") if group.learnt_in else ""
            under.setdefault(above, []).append(group)
    leaders = tuple(_leader(site, node, under) for node in lineage(cohorts))
    return Tree(site.program(program), leaders, tuple(under.get("", ())))


def unnamed_leaders(site: Site, cohort: Cohort) -> Iterator[UnnamedLeaders]:
    """Yield the leaders of the cohort who are not named, by the cohort they learnt in."""
    state = site.cohort_state(cohort.slug)
    for leads in state.unnamed_leads if state else ():
        learnt_in = site.cohort(leads.learnt_in) if leads.learnt_in in site.catalogue.cohorts else None
        yield UnnamedLeaders(leads.people, learnt_in, site.cohort(cohort.slug))


def units(site: Site, language: str) -> Iterator[Unit]:
    yield Unit(trees, (language,))


def trees(site: Site, language: str) -> Iterator[Step]:
    grown = (tree_of(site, program) for program in site.catalogue.programs)
    yield page(
        site,
        language,
        PATH,
        "lineage.html",
        "programs",
        trees=tuple(tree for tree in grown if tree.grown),
        leading_now=_leading_now(site),
    )


@summary
def _leading_now(site: Site) -> int | None:
    return site.public.strength.leading_now if site.public.strength else None


def _leader(site: Site, node: LineageNode, under: dict[str, list[UnnamedLeaders]]) -> Leader:
    return Leader(
        member=site.member(node.member),
        role=node.role,
        attended=tuple(site.cohort(slug) for slug in node.attended),
        led=tuple(site.cohort(slug) for slug in node.led),
        learners=tuple(_leader(site, learner, under) for learner in node.learners),
        unnamed=tuple(under.get(node.member, ())),
    )


def _slug(ref: CohortRef) -> str:
    return f"{ref.program.slug}-{ref.number}"
