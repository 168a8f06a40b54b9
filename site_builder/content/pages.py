"""Read the files of pages/, with their translations, and of news/."""

from __future__ import annotations

from collections.abc import Mapping

from domain.catalogue import NewsItem, Page, PageWords
from site_builder.content.fields import UNKNOWN_DAY, Fields
from site_builder.content.known import Known
from site_builder.content.publication import publication_keys
from site_builder.content.source import Source
from site_builder.content.translations import translated
from site_builder.problems import Findings, Report

TRANSLATED = ("title", "summary")


def read_page(source: Source, translations: Mapping[str, Source], known: Known, report: Report) -> Page:
    fields = Fields(source.root, report.of(source.path), known, "a page")
    words = {known.default: _words(fields, source, required=True)}
    page = Page(source.slug, words, fields.number("order", 0, 999, required=False) or 0)
    fields.taken += publication_keys("page")
    fields.done()
    for language, translation in translations.items():
        inner = translated(source, translation, TRANSLATED, known, report)
        words[language] = _words(inner, translation, required=False)
    return page


def _words(fields: Fields, source: Source, *, required: bool) -> PageWords:
    return PageWords(
        title=fields.text("title", 120, required=required),
        summary=fields.text("summary", 300, required=required),
        text=source.body,
    )


def read_news(source: Source, known: Known, findings: Findings) -> NewsItem:
    fields = Fields(source.root, findings, known, "a news item")
    title, summary, on = fields.text("title", 120), fields.text("summary", 300), fields.day("date")
    fields.taken += publication_keys("news")
    fields.done()
    if on and not source.slug.startswith(f"{on}-"):
        what = f"the file is called '{source.slug}.md', but date is {on}."
        findings.add(fields.line_of("date"), what, f"Let the file's name begin with '{on}-', or mend the date.")
    return NewsItem(source.slug, title, summary, on or UNKNOWN_DAY, source.body)
