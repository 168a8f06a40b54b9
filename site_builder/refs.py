"""Where the references of a text lead at this moment, in this language: what its page declares to depend on."""

from __future__ import annotations

from dataclasses import replace

from domain.words import Words, in_language
from presentation.formats import Formats
from presentation.markdown_values import Picture, Refs, Resolved
from presentation.shell import localised
from site_builder.content.mentions import targets
from site_builder.images import picture_of
from site_builder.model import Site
from site_builder.watching import summary

PICTURES = "images/"


def refs_of(site: Site, text: str, spoken: str, language: str) -> Refs:
    """Return what *text*, written in the language *spoken*, refers to, for a page in *language*."""
    found = targets(text)
    pictures = ((target, picture_of(site, target.removeprefix(PICTURES))) for target in found)
    return Refs(
        spoken,
        tuple((target, _resolved(site, target, spoken, language)) for target in found if ":" in target),
        tuple((target, picture) for target, picture in pictures if isinstance(picture, Picture)),
    )


def title_of(site: Site, kind: str, slug: str, language: str) -> Resolved | None:
    """Return where the entry lies and what it is called in *language*; None where it has no page now."""
    place = _place(site, kind, slug)
    if place is None:
        return None
    path, title, number = place
    words = in_language(title, language, site.default)
    own = "" if language in title or not title else next(code for code, each in title.items() if each == words)
    return Resolved(path, words, own, Formats(language, "UTC").number(number) if number else "")


def _resolved(site: Site, target: str, spoken: str, language: str) -> Resolved:
    kind, slug = target.split(":", 1)
    found = title_of(site, kind, slug, spoken)
    return replace(found, path=localised(found.path, language, site.default)) if found else Resolved("", "")


@summary
def _place(site: Site, kind: str, slug: str) -> tuple[str, Words, int] | None:
    """Return address, title by language and, of a cohort, number; None where the entry has no page now."""
    catalogue = site.catalogue
    if kind == "member":
        member = site.member(slug)
        return (member.path, {site.default: member.name}, 0) if member else None
    if kind == "skill" and slug in catalogue.skills:
        return site.skill(slug).path, site.skill(slug).label, 0
    if kind == "program" and slug in catalogue.programs:
        return site.program(slug).path, site.program(slug).title, 0
    if kind == "cohort" and slug in catalogue.cohorts and slug.rpartition("-")[0] in catalogue.programs:
        cohort = site.cohort(slug)
        return cohort.path, cohort.program.title, cohort.number
    if kind == "playbook" and slug in catalogue.playbooks:
        titles = {code: words.title for code, words in catalogue.playbooks[slug].words.items()}
        return f"/playbooks/{slug}/", titles, 0
    if kind == "page" and slug in catalogue.pages:
        return f"/{slug}/", {code: words.title for code, words in catalogue.pages[slug].words.items()}, 0
    if kind == "news" and slug in catalogue.news:
        return f"/news/{slug}/", {site.default: catalogue.news[slug].title}, 0
    if kind == "proposal" and slug in site.public.proposals:
        return f"/proposals/{slug}/", {site.default: site.public.proposals[slug].title}, 0
    return None
