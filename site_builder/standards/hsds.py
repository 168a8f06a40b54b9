"""
The programs as a service directory reads them (Open Referral HSDS 3.1).

Rules of this file: only what content/ says of programs and cohorts; never a person, never an address. A program is
one service, its cohorts are its schedules, the skills it teaches are terms of our taxonomy.
Source: Human Services Data Specification 3.1, docs.openreferral.org (CC BY-SA 4.0).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain.programs import Cohort, Phase, Program, ProgramStatus, phase
from domain.words import in_language
from presentation.formats import Formats
from site_builder.model import Site
from site_builder.references import spoken_in
from site_builder.standards.ids import base_of, json_file, stable_id
from site_builder.steps import Verbatim
from site_builder.watching import summary

Object = dict[str, Any]

STATUS = {
    ProgramStatus.RUNNING: "active",
    ProgramStatus.PLANNED: "inactive",
    ProgramStatus.PAUSED: "temporarily closed",
    ProgramStatus.ENDED: "defunct",
}
FREQUENCIES = frozenset({"WEEKLY", "MONTHLY"})


def hsds_files(site: Site) -> Iterator[Verbatim]:
    """Yield the organization with its programs, each program as a service, and the skills as a taxonomy."""
    yield json_file("data/hsds/organization.json", organization(site))
    yield json_file("data/hsds/services.json", [service_of(site, slug) for slug in site.catalogue.programs])
    yield json_file("data/hsds/taxonomies.json", [taxonomy(site)])
    yield json_file("data/hsds/taxonomy_terms.json", taxonomy_terms(site))


def organization(site: Site) -> Object:
    """Return the network and its programs."""
    return {**the_network(site), "programs": [program_of(site, slug) for slug in site.catalogue.programs]}


@summary
def program_of(site: Site, slug: str) -> Object:
    """Return the program *slug*."""
    return _program(site, site.catalogue.programs[slug])


@summary
def service_of(site: Site, slug: str) -> Object:
    """Return the service that the program *slug* is."""
    return service(site, site.catalogue.programs[slug])


def service(site: Site, program: Program) -> Object:
    """Return a program with its cohorts that are not over, its languages and what it teaches."""
    words = program.words[spoken_in(program.words, site.default, site.default)]
    key = stable_id(site, "service", program.slug)
    made: Object = {
        "id": key,
        "organization_id": the_network(site)["id"],
        "organization": the_network(site),
        "program_id": stable_id(site, "program", program.slug),
        "program": _program(site, program),
        "name": words.title,
        "description": words.summary,
        "url": f"{base_of(site)}/programs/{program.slug}/",
        "status": STATUS[program.status],
        "schedules": [_schedule(site, key, c, words.place) for c in _coming(site, program)],
        "languages": [_language(site, key, code) for code in program.languages],
        "attributes": [_attribute(site, key, skill) for skill in program.skills_taught],
    }
    return made | ({"fees_description": words.costs} if words.costs else {})


def taxonomy(site: Site) -> Object:
    """Return the list of skills as a taxonomy."""
    return {
        "id": stable_id(site, "taxonomy"),
        "name": in_language(site.catalogue.network.name, site.default),
        "description": "The skills that people of this network share.",
        "uri": f"{base_of(site)}/skills/",
    }


def taxonomy_terms(site: Site) -> list[Object]:
    """Return the categories, then the skills below them."""
    categories = [
        _term(site, "category", c.slug, c.label, c.description, f"/skills/categories/{c.slug}/")
        for c in site.catalogue.categories.values()
    ]
    return categories + [term_of(site, slug) for slug in site.catalogue.skills]


@summary
def term_of(site: Site, slug: str) -> Object:
    """Return the skill *slug* below its category."""
    return skill_term(site, slug) | {
        "parent_id": stable_id(site, "category", site.catalogue.skills[slug].category)
    }


@summary
def skill_term(site: Site, slug: str) -> Object:
    """Return the skill *slug* as a term, wherever it stands."""
    skill = site.catalogue.skills[slug]
    return _term(site, "skill", slug, skill.label, skill.description, f"/skills/{slug}/")


@summary
def the_network(site: Site) -> Object:
    """Return the network as an organization."""
    network = site.catalogue.network
    return {
        "id": stable_id(site, "organization"),
        "name": in_language(network.name, site.default),
        "description": in_language(network.lead, site.default),
        "website": f"{base_of(site)}/",
        "uri": f"{base_of(site)}/",
    }


def _program(site: Site, program: Program) -> Object:
    words = program.words[spoken_in(program.words, site.default, site.default)]
    return {
        "id": stable_id(site, "program", program.slug),
        "organization_id": the_network(site)["id"],
        "name": words.title,
        "description": words.summary,
    }


def _coming(site: Site, program: Program) -> list[Cohort]:
    return [c for c in site.cohorts_of(program.slug) if phase(c, site.today) is not Phase.OVER]


def _schedule(site: Site, service: str, cohort: Cohort, place: str) -> Object:
    opens, closes = (text.strip() for text in cohort.time.split("-"))
    made: Object = {
        "id": stable_id(site, "schedule", cohort.slug),
        "service_id": service,
        "valid_from": cohort.starts.isoformat(),
        "valid_to": cohort.ends.isoformat(),
        "dtstart": cohort.starts.isoformat(),
        "opens_at": opens,
        "closes_at": closes,
        "attending_type": "in person",
        "schedule_link": f"{base_of(site)}{site.cohort(cohort.slug).path}",
        "notes": f"Times of {site.catalogue.network.time_zone}.",
    }
    return made | _rule(cohort.schedule) | ({"description": place} if place else {})


def _rule(schedule: str) -> Object:
    """Return the parts of an iCalendar rule that HSDS has fields for; it knows weeks and months alone."""
    parts = dict(part.split("=", 1) for part in schedule.split(";"))
    if parts["FREQ"] not in FREQUENCIES:
        return {}
    made: Object = {"freq": parts["FREQ"], "interval": int(parts.get("INTERVAL", "1"))}
    if "BYDAY" in parts:
        made["byday"] = parts["BYDAY"]
    if "COUNT" in parts:
        made["count"] = int(parts["COUNT"])
    if "UNTIL" in parts:
        until = parts["UNTIL"]
        made["until"] = f"{until[:4]}-{until[4:6]}-{until[6:8]}"
    return made


def _language(site: Site, service: str, code: str) -> Object:
    name = Formats("en").language_name(code)
    return {"id": stable_id(site, "language", service, code), "service_id": service, "code": code, "name": name}


def _attribute(site: Site, service: str, skill: str) -> Object:
    term = skill_term(site, skill)
    return {
        "id": stable_id(site, "attribute", service, skill),
        "link_id": service,
        "link_entity": "service",
        "taxonomy_term_id": term["id"],
        "taxonomy_term": term,
        "label": term["name"],
    }


def _term(site: Site, kind: str, slug: str, label: Any, description: Any, path: str) -> Object:
    return {
        "id": stable_id(site, kind, slug),
        "code": slug,
        "name": in_language(label, site.default),
        "description": in_language(description, site.default),
        "language": site.default,
        "taxonomy_id": stable_id(site, "taxonomy"),
        "term_uri": f"{base_of(site)}{path}",
    }
