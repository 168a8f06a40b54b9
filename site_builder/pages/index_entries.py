"""The lines of an index from A to Z: a title, or another word for what stands under its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.words import Words
from presentation.order import by_name, initial
from site_builder.model import Site
from site_builder.pages.taxonomies import Taxonomy, terms, title_of
from site_builder.references import spoken_in
from site_builder.watching import summary


@dataclass(frozen=True)
class IndexEntry:
    """
    A line of an index: a title, or another word for the one that *see* names.

    *language* is that of the text; *named* counts those who share a skill under their name.
    """

    text: str
    path: str
    language: str
    see: str = ""
    named: int = 0

    @property
    def letter(self) -> str:
        """Return the letter it is found under."""
        return initial(self.text)


def in_order(entries: Iterable[IndexEntry]) -> tuple[IndexEntry, ...]:
    """Return the entries as an index has them: letter by letter, each by name."""
    return tuple(sorted(entries, key=lambda one: (one.letter, by_name(one.text, one.path))))


@summary
def skill_entries(site: Site, language: str, slug: str) -> tuple[IndexEntry, ...]:
    """Return the skill under its label, and under every other word for it in this language."""
    skill = site.catalogue.skills[slug]
    spoken = spoken_in(skill.label, language, site.default)
    label, path = skill.label[spoken], site.skill(slug).path
    others = (IndexEntry(other, path, language, label) for other in skill.also.get(language, ()))
    return (IndexEntry(label, path, spoken, named=_named(site, slug)), *others)


@summary
def _named(site: Site, skill: str) -> int:
    return len(site.named(site.sharers[skill].named))


@summary
def _program(site: Site, language: str, slug: str) -> IndexEntry:
    ref = site.program(slug)
    return _titled(site, language, ref.title, ref.path)


@summary
def _playbook(site: Site, language: str, slug: str) -> IndexEntry:
    titles = {code: words.title for code, words in site.catalogue.playbooks[slug].words.items()}
    return _titled(site, language, titles, f"/playbooks/{slug}/")


@summary
def _page(site: Site, language: str, slug: str) -> IndexEntry:
    titles = {code: words.title for code, words in site.catalogue.pages[slug].words.items()}
    return _titled(site, language, titles, f"/{slug}/")


def _titled(site: Site, language: str, titles: Words, path: str) -> IndexEntry:
    spoken = spoken_in(titles, language, site.default)
    return IndexEntry(titles[spoken], path, spoken)


def everything(site: Site, language: str) -> Iterator[IndexEntry]:
    """Yield the lines of the index of the whole site; people have an index of their own."""
    for skill in site.catalogue.skills:
        yield from skill_entries(site, language, skill)
    for category in site.catalogue.categories.values():
        yield _titled(site, language, category.label, f"/skills/categories/{category.slug}/")
    for of, keys in (
        (_program, site.catalogue.programs),
        (_playbook, site.catalogue.playbooks),
        (_page, site.catalogue.pages),
    ):
        yield from (of(site, language, key) for key in keys)
    for taxonomy in Taxonomy:
        for term in terms(site, language, taxonomy.value):
            spoken = spoken_in(term.title, language, site.default)
            yield IndexEntry(title_of(term, language, site.default), term.path, spoken)
