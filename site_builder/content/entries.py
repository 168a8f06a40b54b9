"""Read one entry of content/, its translations with it, together with all that others may want to know of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from domain.programs import Program
from domain.skills import Skill
from site_builder.content.doubt import Doubt
from site_builder.content.entry import Entry, Extra, Place, raw_of
from site_builder.content.kept import hash_of
from site_builder.content.kinds import Kind
from site_builder.content.known import Known
from site_builder.content.mentions import mentions_of
from site_builder.content.noting import Noting
from site_builder.content.privacy import check_privacy
from site_builder.content.prose import check_prose
from site_builder.content.publication import read_publication
from site_builder.content.source import Source, markdown_source, text_of, yaml_source
from site_builder.content.texts import packed
from site_builder.content.traits import traits
from site_builder.problems import Findings, Report

_READERS = {
    "skill": ("skills", "read_skill"),
    "program": ("programs", "read_program"),
    "cohort": ("cohorts", "read_cohort"),
    "member": ("members", "read_member"),
    "playbook": ("playbooks", "read_playbook"),
    "policy": ("policies", "read_policy"),
    "page": ("pages", "read_page"),
    "news": ("pages", "read_news"),
}
"""The module and the function that read each kind, imported when a file of it is read."""


def _value(
    kind: Kind,
    original: Source,
    translations: Mapping[str, Source],
    known: Known,
    report: Report,
    today: date | None,
) -> Any:
    module, name = _READERS[kind.name]
    read = getattr(import_module(f"site_builder.content.{module}"), name)
    if kind.translatable:
        return read(original, translations, known, report)
    findings = report.of(original.path)
    return read(original, known, findings, today) if kind.name == "member" else read(original, known, findings)


def read_entry(content: Path, place: Place, known: Noting, today: date | None) -> Entry:
    """
    Return the entry at *place*.

    Raises:
        Doubt: it has a problem, or cannot be read.
    """
    report = Report()
    kind, folder = place.kind, f"{content.as_posix()}/{place.kind.folder}"
    known.asked()
    sources, hashes = [], []
    for name in place.names:
        raw = raw_of(f"{folder}/{name}")
        source = _source(raw, f"{folder}/{name}", place, name, report.of(f"{folder}/{name}"))
        if source is None or report.problems:
            raise Doubt
        sources.append(source)
        hashes.append(hash_of(raw))
    original, *rest = sources
    value = _value(kind, original, {source.language: source for source in rest}, known, report, today)
    publication = read_publication(kind.name, original, known, report.of(original.path))
    for source in sources:
        check_prose(source, kind, known, report.of(source.path))
    if report.problems:
        raise Doubt
    data, size = packed(value)
    mentions = tuple(mention for source in sources for mention in mentions_of(source))
    return Entry(
        place,
        value,
        data,
        tuple(hashes),
        hash_of(data[:size]),
        known.asked(),
        any(_may_tell_streets(source) for source in sources),
        tuple(words.title for words in value.words.values()) if isinstance(value, Program) else (),
        value.related if isinstance(value, Skill) else (),
        Extra(traits(kind.name, original), publication, mentions),
    )


def _source(raw: bytes, path: str, place: Place, name: str, findings: Findings) -> Source | None:
    text = text_of(raw, findings)
    if text is None:
        return None
    if place.kind.suffix == ".yaml":
        return yaml_source(text, path, place.slug, findings)
    language = name[len(place.slug) + 1 : -len(place.kind.suffix)]
    return markdown_source(text, path, place.slug, language, findings)


def _may_tell_streets(source: Source) -> bool:
    """Tell whether the text has a problem of privacy, which the name of a program may explain."""
    report = Report()
    check_privacy(source.text, (), report.of(source.path))
    return bool(report.problems)
