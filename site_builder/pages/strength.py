"""The network in figures, each with its passport: about everybody together, never about one person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from domain.measures.passport import Measure
from domain.measures.shape import Shape
from domain.privacy import percentages_told
from domain.record.public import DrillState, StrengthState
from presentation.charts import JoinedTo, joined_to, radius
from site_builder.model import Site
from site_builder.pages.page import page
from site_builder.pages.playbooks import playbook_row
from site_builder.references import spoken_in
from site_builder.steps import Step
from site_builder.units import Unit


@dataclass(frozen=True)
class Figure:
    """A figure for the page: over the days since <= day < until, or as it is on the day *on*."""

    measure: Measure
    since: date | None
    until: date | None
    on: date | None


@dataclass(frozen=True)
class Drawing:
    """Radii of the circles that stand for people; 0 where there is nobody."""

    both: int
    one_circle: int
    gave_only: int
    received_only: int
    joined: tuple[JoinedTo, ...]


@dataclass(frozen=True)
class Jobs:
    """A playbook with the figures about its jobs, and its last drill if one was held."""

    path: str
    title: str
    language: str
    now: Figure
    dividend: Figure | None
    drill: DrillState | None


def units(site: Site, language: str) -> Iterator[Unit]:
    yield Unit(figures, (language,))


def figures(site: Site, language: str) -> Iterator[Step]:
    state = site.public.strength
    found = figures_of(state) if state else {}
    yield page(
        site,
        language,
        "/strength/",
        "strength.html",
        "strength",
        state=state,
        percentages=state is not None and percentages_told(state.members),
        found={key: of_key[""] for key, of_key in found.items() if "" in of_key},
        jobs=tuple(_jobs(site, language, found)),
        drawing=drawing(state.shape) if state and state.shape else None,
        listed=any(figure.recomputable for figure in state.measures) if state else False,
        playbooks=tuple(playbook_row(site, language, slug) for slug in site.catalogue.playbooks),
    )


def figures_of(state: StrengthState) -> dict[str, dict[str, Figure]]:
    """Return the published figures by key, and by the playbook they are about ("" for none)."""
    found: dict[str, dict[str, Figure]] = {}
    for measure in state.measures:
        found.setdefault(measure.key, {})[measure.about] = _figure(measure)
    return found


def _figure(measure: Measure) -> Figure:
    if "/" not in measure.window:
        return Figure(measure, None, None, date.fromisoformat(measure.window))
    since, until = map(date.fromisoformat, measure.window.split("/"))
    return Figure(measure, since, until, None)


def drawing(shape: Shape) -> Drawing | None:
    """Return the drawing of the shape; None where even who did both may not be told."""
    if shape.people is None or shape.both is None:
        return None
    return Drawing(
        radius(shape.both, shape.people),
        radius(shape.in_one_circle, shape.people) if shape.in_one_circle is not None else 0,
        radius(shape.gave_only, shape.people),
        radius(shape.received_only, shape.people),
        joined_to(len(shape.points), shape.lines),
    )


def _jobs(site: Site, language: str, found: Mapping[str, Mapping[str, Figure]]) -> Iterator[Jobs]:
    now, more = found.get("simultaneous", {}), found.get("dividend", {})
    for playbook in site.catalogue.playbooks.values():
        if playbook.slug in now:
            spoken = spoken_in(playbook.words, language, site.default)
            state = site.public.playbooks.get(playbook.slug)
            yield Jobs(
                path=f"/playbooks/{playbook.slug}/",
                title=playbook.words[spoken].title,
                language=spoken,
                now=now[playbook.slug],
                dividend=more.get(playbook.slug),
                drill=state.drill if state else None,
            )
