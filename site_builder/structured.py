"""
What search engines read of a page besides its words: schema.org as JSON-LD, in the language of the page.

Rules of this file: nothing that the page does not show; never a person, whatever they agreed to (a profile in an
index of others is more than a page of ours); never a need. An address names the same thing on every page.
Source: https://schema.org (Organization, WebSite, BreadcrumbList, Course, CourseInstance, Service, Event,
Schedule, DefinedTerm, NewsArticle, SpecialAnnouncement).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from domain.codec import moment_text
from domain.programs import Cohort, Program
from domain.words import in_language
from presentation.environment import environment
from presentation.shell import localised
from presentation.translations import N_
from site_builder.model import Site
from site_builder.references import spoken_in
from site_builder.syndication.feed_entries import COHORT
from site_builder.watching import summary

Node = dict[str, Any]

CONTEXT = "https://schema.org"
PROGRAMS, SKILLS, NEWS = N_("Programs"), N_("Skills"), N_("News")
DECISIONS, PLAYBOOKS = N_("Decisions"), N_("Playbooks")
DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
PERIODS = {"DAILY": "D", "WEEKLY": "W", "MONTHLY": "M", "YEARLY": "Y"}

Crumb = tuple[str, str]
"""A name, and the address in the first language."""


def graph(*nodes: Node) -> Mapping[str, object]:
    """Return the nodes of one page as a document."""
    return {"@context": CONTEXT, "@graph": list(nodes)}


def address(site: Site, path: str, language: str) -> str:
    """Return the whole address of the page *path* in *language*."""
    return base(site) + localised(path, language, site.default)


@summary
def base(site: Site) -> str:
    """Return the site's address without a slash at its end."""
    return site.catalogue.network.base_url.rstrip("/")


@summary
def name(site: Site, language: str) -> str:
    """Return what the network is called."""
    return in_language(site.catalogue.network.name, language, site.default)


def organization(site: Site) -> Node:
    """Return the network by its address alone; who it is stands on the first page."""
    return {"@id": f"{base(site)}/#organization"}


def word(language: str, words: str) -> str:
    """Return words of the interface in *language*."""
    return str(environment(language).filters["translated"](words))


def trail(site: Site, language: str, *crumbs: Crumb) -> Node:
    """Return the way from the first page to this one, which comes last."""
    way = [(name(site, language), "/"), *crumbs]
    steps = [
        {"@type": "ListItem", "position": place, "name": called, "item": address(site, path, language)}
        for place, (called, path) in enumerate(way, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def section(site: Site, language: str, title: str, path: str, *below: Crumb) -> Mapping[str, object]:
    """Return what a page says that is only a place: the way to it."""
    return graph(trail(site, language, (word(language, title), path), *below))


def home(site: Site, language: str) -> Mapping[str, object]:
    """Return the network, and its site."""
    network = site.catalogue.network
    where = f"{base(site)}/"
    about: Node = {
        "@type": "Organization",
        **organization(site),
        "name": name(site, language),
        "url": where,
        "description": in_language(network.lead, language, site.default),
        "slogan": in_language(network.tagline, language, site.default),
        "logo": f"{base(site)}/assets/icon.svg",
        "knowsLanguage": list(site.languages),
    }
    its_site: Node = {
        "@type": "WebSite",
        "@id": f"{where}#site",
        "name": name(site, language),
        "url": where,
        "inLanguage": list(site.languages),
        "publisher": organization(site),
    }
    return graph(about, its_site)


def program(site: Site, language: str, slug: str, cohorts: Iterable[Cohort]) -> Mapping[str, object]:
    """Return a program with the *cohorts* that are not over: a course where it teaches skills, else a service."""
    found = site.catalogue.programs[slug]
    words = found.words[spoken_in(found.words, language, site.default)]
    path = f"/programs/{slug}/"
    about: Node = {
        "@type": "Course" if found.skills_taught else "Service",
        "@id": f"{base(site)}{path}#program",
        "name": words.title,
        "description": words.summary,
        "url": address(site, path, language),
        "provider": organization(site),
    }
    if found.skills_taught:
        about["teaches"] = [in_language(site.skill(s).label, language, site.default) for s in found.skills_taught]
        about["availableLanguage"] = list(found.languages)
        about["hasCourseInstance"] = [_cohort(site, language, found, each) for each in cohorts]
    else:
        about["availableChannel"] = {
            "@type": "ServiceChannel",
            "availableLanguage": list(found.languages),
            "serviceUrl": address(site, path, language),
        }
    return graph(about, trail(site, language, (word(language, PROGRAMS), "/programs/"), (words.title, path)))


def cohort(site: Site, language: str, slug: str) -> Mapping[str, object]:
    """Return a cohort, called what its page is."""
    found = site.cohorts[slug]
    its_program = site.catalogue.programs[found.program]
    words = its_program.words[spoken_in(its_program.words, language, site.default)]
    speaking = environment(language)
    number = speaking.filters["translated"](COHORT) % {"number": speaking.filters["number"](found.number)}
    called = f"{words.title}{speaking.globals['comma']}{number}"
    way = (
        (word(language, PROGRAMS), "/programs/"),
        (words.title, f"/programs/{found.program}/"),
        (called, site.cohort(slug).path),
    )
    return graph(_cohort(site, language, its_program, found) | {"name": called}, trail(site, language, *way))


def _cohort(site: Site, language: str, its_program: Program, found: Cohort) -> Node:
    words = its_program.words[spoken_in(its_program.words, language, site.default)]
    path = site.cohort(found.slug).path
    about: Node = {
        "@type": "CourseInstance" if its_program.skills_taught else "Event",
        "@id": f"{base(site)}{path}#cohort",
        "name": words.title,
        "description": words.summary,
        "url": address(site, path, language),
        "startDate": found.starts.isoformat(),
        "endDate": found.ends.isoformat(),
        "inLanguage": found.language,
        "maximumAttendeeCapacity": found.capacity,
        "eventAttendanceMode": f"{CONTEXT}/OfflineEventAttendanceMode",
        "eventStatus": f"{CONTEXT}/EventScheduled",
        "organizer": organization(site),
    }
    if words.place:
        about["location"] = {"@type": "Place", "name": words.place}
    schedule = _schedule(site, found)
    if its_program.skills_taught:
        return about | {"courseMode": "onsite", "courseSchedule": schedule}
    return about | {"eventSchedule": schedule}


def _schedule(site: Site, found: Cohort) -> Node:
    parts = dict(part.split("=", 1) for part in found.schedule.split(";"))
    begins, ends = (text.strip() for text in found.time.split("-"))
    made: Node = {
        "@type": "Schedule",
        "startDate": found.starts.isoformat(),
        "endDate": found.ends.isoformat(),
        "startTime": begins,
        "endTime": ends,
        "scheduleTimezone": site.catalogue.network.time_zone,
    }
    if parts.get("FREQ") in PERIODS:
        made["repeatFrequency"] = f"P{parts.get('INTERVAL', '1')}{PERIODS[parts['FREQ']]}"
    days = [DAYS[day] for day in parts.get("BYDAY", "").split(",") if day in DAYS]
    if days:
        made["byDay"] = [f"{CONTEXT}/{day}" for day in days]
    if "COUNT" in parts:
        made["repeatCount"] = int(parts["COUNT"])
    return made


def skill(site: Site, language: str, slug: str) -> Mapping[str, object]:
    """Return a skill as a term of our list."""
    found = site.catalogue.skills[slug]
    label = in_language(found.label, language, site.default)
    about: Node = {
        "@type": "DefinedTerm",
        "@id": f"{base(site)}/skills/{slug}/#term",
        "name": label,
        "description": in_language(found.description, language, site.default),
        "termCode": slug,
        "url": address(site, f"/skills/{slug}/", language),
        "inDefinedTermSet": {"@type": "DefinedTermSet", "@id": f"{base(site)}/skills/#terms"},
    }
    if also := found.also.get(language, ()):
        about["alternateName"] = list(also)
    return graph(about, trail(site, language, (word(language, SKILLS), "/skills/"), (label, f"/skills/{slug}/")))


def skills(site: Site, language: str) -> Mapping[str, object]:
    """Return the list of skills as a set of terms."""
    about: Node = {
        "@type": "DefinedTermSet",
        "@id": f"{base(site)}/skills/#terms",
        "name": f"{name(site, language)}: {word(language, SKILLS)}",
        "url": address(site, "/skills/", language),
        "publisher": organization(site),
    }
    return graph(about, trail(site, language, (word(language, SKILLS), "/skills/")))


def news_item(site: Site, slug: str, picture: str = "") -> Mapping[str, object]:
    """Return a piece of news; the network wrote it."""
    item, path = site.catalogue.news[slug], f"/news/{slug}/"
    about: Node = {
        "@type": "NewsArticle",
        "@id": f"{base(site)}{path}#article",
        "headline": item.title,
        "description": item.summary,
        "datePublished": item.on.isoformat(),
        "inLanguage": site.default,
        "url": f"{base(site)}{path}",
        "mainEntityOfPage": f"{base(site)}{path}",
        "author": {"@type": "Organization", **organization(site), "name": name(site, site.default)},
        "publisher": organization(site),
    }
    if picture:
        about["image"] = base(site) + picture
    return graph(about, trail(site, site.default, (word(site.default, NEWS), "/news/"), (item.title, path)))


def playbook(site: Site, language: str, slug: str) -> Mapping[str, object]:
    """Return the way to a playbook, and where it is at work, no drill, that it is."""
    words = site.catalogue.playbooks[slug].words
    spoken = words[spoken_in(words, language, site.default)]
    path = f"/playbooks/{slug}/"
    nodes = [
        {
            "@type": "SpecialAnnouncement",
            "name": spoken.title,
            "text": spoken.summary,
            "datePosted": moment_text(one.since),
            "url": address(site, path, language),
            "publisher": organization(site),
        }
        for one in site.public.activations.values()
        if one.playbook == slug and not one.drill
    ]
    return graph(*nodes, trail(site, language, (word(language, PLAYBOOKS), "/playbooks/"), (spoken.title, path)))
