"""Read a file of programs/ with its translations."""

from __future__ import annotations

from collections.abc import Mapping

from domain.programs import Program, ProgramStatus, ProgramWords
from site_builder.content.fields import Fields
from site_builder.content.known import Known
from site_builder.content.near import shown
from site_builder.content.network import LANGUAGE
from site_builder.content.publication import publication_keys
from site_builder.content.source import Source
from site_builder.content.translations import translated
from site_builder.problems import Report

TRANSLATED = ("title", "summary", "place", "access", "keeping_safe", "costs")


def read_program(source: Source, translations: Mapping[str, Source], known: Known, report: Report) -> Program:
    fields = Fields(source.root, report.of(source.path), known, "a program")
    words = {known.default: _words(fields, source, required=True)}
    program = Program(
        slug=source.slug,
        words=words,
        category=fields.reference("category", "category"),
        status=fields.choice("status", ProgramStatus),
        stewards=fields.references("stewards", "member"),
        skills_taught=fields.references("skills_taught", "skill"),
        skills_needed=fields.references("skills_needed", "skill"),
        languages=spoken_languages(fields, "languages"),
    )
    fields.taken += publication_keys("program")
    fields.done()
    for language, translation in translations.items():
        inner = translated(source, translation, TRANSLATED, known, report)
        words[language] = _words(inner, translation, required=False)
    return program


def _words(fields: Fields, source: Source, *, required: bool) -> ProgramWords:
    return ProgramWords(
        title=fields.text("title", 80, required=required),
        summary=fields.text("summary", 300, required=required),
        place=fields.text("place", 120, required=required),
        access=fields.texts("access", 80),
        keeping_safe=fields.text("keeping_safe", 600, required=required),
        costs=fields.text("costs", 200, required=required),
        text=source.body,
    )


def spoken_languages(fields: Fields, key: str) -> tuple[str, ...]:
    """Return codes of languages people speak; they need not be languages of the site."""
    nodes = fields.scalars(key, required=True)
    for node in nodes:
        if not LANGUAGE.match(node.text):
            fields.wrong(node.line, f"{shown(node.text)} is no language code.", "Write it like en, ti or bfi.")
    return tuple(node.text for node in nodes)
