"""The stages of reading content/ plainly: read the files, make values of them, compare what they say together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from domain.catalogue import Catalogue, Network
from domain.publication import Mention, Publication
from domain.skills import Skill
from site_builder.content.aliases import check_aliases
from site_builder.content.cohorts import read_cohort
from site_builder.content.files import Files, read_files
from site_builder.content.images import images_of
from site_builder.content.members import read_member
from site_builder.content.mentions import mentions_of
from site_builder.content.network import read_categories, read_network
from site_builder.content.pages import read_news, read_page
from site_builder.content.playbooks import read_playbook
from site_builder.content.policies import read_policy
from site_builder.content.privacy import check_privacy
from site_builder.content.programs import read_program
from site_builder.content.prose import check_prose
from site_builder.content.publication import read_publication
from site_builder.content.relations import check_relations
from site_builder.content.skills import read_skill
from site_builder.content.theme import check_theme
from site_builder.problems import ContentErrors, Report

NO_NETWORK = Network({}, {}, {}, "", (), "", (), {}, {})
"""Stands where network.yaml cannot be read; its problem is told, and the catalogue is never handed out."""


def read_plainly(content: Path, today: date | None) -> Catalogue:
    """Return everything *content* says, with all of its problems told."""
    report = Report()
    if not content.is_dir():
        report.of(content.as_posix()).add(
            1, "there is no such folder.", "Name the folder that holds network.yaml."
        )
        raise ContentErrors(report.problems)
    files = read_files(content, report)
    catalogue = _values(files, report, today)
    for kind, source in files.each():
        check_prose(source, kind, files.known, report.of(source.path))
    check_relations(catalogue, files, report)
    check_aliases(catalogue, files, report)
    _check_privacy(files, catalogue, report)
    check_theme(content, report)
    if report.problems:
        raise ContentErrors(report.problems)
    return replace(catalogue, skills=_related_both_ways(catalogue.skills))


def _values(files: Files, report: Report, today: date | None) -> Catalogue:
    known = files.known
    network = NO_NETWORK
    if files.network:
        network = read_network(files.network, known, report.of(files.network.path))
    if today and network.written_for:
        today = max(today, network.written_for)
    categories = files.categories
    return Catalogue(
        network=network,
        categories=read_categories(categories, known, report.of(categories.path)) if categories else {},
        skills={s.slug: read_skill(s, known, report.of(s.path)) for s in files.of("skill")},
        programs={
            s.slug: read_program(s, files.translations_of("program", s.slug), known, report)
            for s in files.of("program")
        },
        cohorts={s.slug: read_cohort(s, known, report.of(s.path)) for s in files.of("cohort")},
        members={s.slug: read_member(s, known, report.of(s.path), today) for s in files.of("member")},
        playbooks={
            s.slug: read_playbook(s, files.translations_of("playbook", s.slug), known, report)
            for s in files.of("playbook")
        },
        policies={s.slug: read_policy(s, known, report.of(s.path)) for s in files.of("policy")},
        pages={
            s.slug: read_page(s, files.translations_of("page", s.slug), known, report) for s in files.of("page")
        },
        news={s.slug: read_news(s, known, report.of(s.path)) for s in files.of("news")},
        publications=_publications(files, report),
        mentions=_mentions(files),
        images=images_of(files.images, report),
    )


def _mentions(files: Files) -> dict[str, tuple[Mention, ...]]:
    """Return what the texts of an entry, translations included, name of pictures and of the record."""
    found: dict[str, tuple[Mention, ...]] = {}
    for kind, source in files.each():
        mentions = mentions_of(source)
        if mentions:
            entry = f"{kind.name}/{source.slug}"
            found[entry] = (*found.get(entry, ()), *mentions)
    return found


def _publications(files: Files, report: Report) -> dict[str, Publication]:
    """Return what the originals say of their publication, those that say nothing left out."""
    found = {}
    for (kind, slug), source in files.originals.items():
        publication = read_publication(kind, source, files.known, report.of(source.path))
        if publication is not None:
            found[f"{kind}/{slug}"] = publication
    return found


def _check_privacy(files: Files, catalogue: Catalogue, report: Report) -> None:
    """Check every line that anybody wrote; a program may be called after a street."""
    names = {words.title for program in catalogue.programs.values() for words in program.words.values()} - {""}
    for source in [*(source for _, source in files.each()), *filter(None, [files.categories])]:
        check_privacy(source.text, names, report.of(source.path))
    if files.network:
        # How the community itself is reached is nobody's secret.
        check_privacy(files.network.text_without("contact"), names, report.of(files.network.path))


def _related_both_ways(skills: Mapping[str, Skill]) -> dict[str, Skill]:
    """Return the skills with `related` made mutual: SKOS calls the relation symmetric, so one file may say it."""
    naming: dict[str, list[str]] = {slug: [] for slug in skills}
    for slug, skill in skills.items():
        for other in skill.related:
            naming[other].append(slug)
    return {
        slug: replace(skill, related=tuple(dict.fromkeys([*skill.related, *naming[slug]])))
        for slug, skill in skills.items()
    }
