"""What stands around every page of both programs: the network's name, the languages, the navigation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache
from typing import NamedTuple

from markupsafe import Markup

from domain.catalogue import Network, Page
from domain.resilience import Playbook
from domain.words import in_language
from presentation.languages import tongue

_FILES = ("/feed.xml", "/feed.json", "/sitemap.xml", "/404.html")
ONE_LANGUAGE = ("/news/", "/forms/", "/assets/", "/record/", "/data/", *_FILES)
"""Addresses that exist once, for all languages; of /record/ and /data/ only the page itself is translated."""

TRANSLATED = frozenset({"/record/", "/data/"})


_NOTHING = Markup()


@lru_cache(16384)
def localised(path: str, language: str, default: str) -> str:
    """Return the address of the page *path* in *language*."""
    if language == default or (path.startswith(ONE_LANGUAGE) and path not in TRANSLATED):
        return path
    return f"/{language}{path}"


@dataclass(frozen=True)
class Alternate:
    """The page in another language; the current one has the address of itself."""

    code: str
    own_name: str
    direction: str
    url: str


class FooterPage(NamedTuple):
    """A page in the footer; *language* is that of its title, the default one where it is not translated."""

    title: str
    url: str
    language: str


@dataclass(frozen=True)
class Crisis:
    """A playbook at work, or its drill, as the banner tells of it; *language* is that of its title."""

    title: str
    language: str
    path: str
    drill: bool
    since: datetime


def crises(
    playbooks: Mapping[str, Playbook], at_work: Iterable[tuple[str, bool, datetime]], language: str, default: str
) -> tuple[Crisis, ...]:
    """Return the banner's lines for *at_work*: playbook, drill or not, since when; unknown playbooks have none."""
    found = []
    for slug, drill, since in at_work:
        words = playbooks[slug].words if slug in playbooks else {}
        spoken = language if language in words else default
        if spoken in words:
            found.append(Crisis(words[spoken].title, spoken, f"/playbooks/{slug}/", drill, since))
    return tuple(sorted(found, key=lambda crisis: (crisis.drill, crisis.since, crisis.path)))


@dataclass(frozen=True)
class FeedLink:
    """A feed that a page belongs to, as its head names it; *type* is the media type."""

    title: str
    type: str
    path: str


class Around(NamedTuple):
    """What the frame of a page shows that is the same on every page of its language."""

    name: str
    contact: str
    language: str
    default_language: str
    pages: tuple[FooterPage, ...]
    fingerprint: str

    def url(self, path: str) -> str:
        """Return the address of *path* in the language of the page."""
        return localised(path, self.language, self.default_language)

    def foreign(self, language: str) -> Markup:
        """Return the attributes of an element in *language*; nothing where that is the page's own."""
        return _NOTHING if language == self.language else _marked(language)


@dataclass(frozen=True)
class Shell:
    """
    The words and links around a page.

    *path* is the page's own address in the default language ("" on forms: they have no canonical address);
    *section* the part of the navigation it belongs to; *signed_in* tells whether a member reads it;
    *fingerprint* is that of the key that signs the public record, "" where the page does not say it.
    *assets* leads from the plain name of an asset to its address by content; *feeds* are those beside the whole
    site's; *structured* is what search engines read of the page (schema.org), None where they read nothing more;
    *preview* is the stage of what only its makers see so far, "" for a page that is published;
    *picture* is the address of the page's picture, "" where it has none; *article* tells a text that was written
    on a day from a page that stands.
    """

    name: str
    tagline: str
    contact: str
    base_url: str
    language: str
    default_language: str
    alternates: tuple[Alternate, ...]
    pages: tuple[FooterPage, ...]
    path: str = ""
    section: str = ""
    signed_in: bool = False
    demo: bool = False
    crises: tuple[Crisis, ...] = ()
    fingerprint: str = ""
    assets: Mapping[str, str] = field(default_factory=dict)
    feeds: tuple[FeedLink, ...] = ()
    structured: Mapping[str, object] | None = None
    picture: str = ""
    article: bool = False
    preview: str = ""

    @property
    def direction(self) -> str:
        return tongue(self.language).direction

    @property
    def around(self) -> Around:
        """What the frame shows on every page of this language."""
        return Around(self.name, self.contact, self.language, self.default_language, self.pages, self.fingerprint)

    def url(self, path: str) -> str:
        """Return the address of *path* in the language of this page."""
        # Most pages are in the default language, and ask for dozens.
        same = self.language == self.default_language
        return path if same else localised(path, self.language, self.default_language)

    def foreign(self, language: str) -> Markup:
        """Return the attributes of an element in *language*; nothing where that is the page's own."""
        return _NOTHING if language == self.language else _marked(language)

    def asset(self, name: str) -> str:
        """Return the address of an asset: by its content where that is known, else by its plain name."""
        return self.assets.get(name, f"/assets/{name}")

    def absolute(self, path: str) -> str:
        """Return the full address of *path* in the language of this page."""
        return self.base_url.rstrip("/") + self.url(path)


@cache
def _marked(language: str) -> Markup:
    return Markup(' lang="{}" dir="{}"').format(language, tongue(language).direction)


def footer_pages(pages: Iterable[Page], language: str, default: str) -> tuple[FooterPage, ...]:
    """Return the pages that stand in the footer, in the order their authors gave them."""
    listed = sorted((p for p in pages if p.order > 0), key=lambda p: (p.order, p.slug))
    return tuple(
        FooterPage(
            page.words[language if language in page.words else default].title,
            localised(f"/{page.slug}/", language, default),
            language if language in page.words else default,
        )
        for page in listed
    )


def languages_of(path: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """Return in which of *languages*, the default one first, there is a page *path*."""
    return languages if localised(path, "", languages[0]) != path else languages[:1]


def alternates(languages: tuple[str, ...], path: str, default: str) -> tuple[Alternate, ...]:
    """Return the page *path* in each of *languages*."""
    return tuple(
        Alternate(code, tongue(code).own_name, tongue(code).direction, localised(path, code, default))
        for code in languages
    )


def site_shell(
    network: Network,
    pages: Iterable[Page],
    language: str,
    path: str,
    section: str = "",
    at_work: tuple[Crisis, ...] = (),
) -> Shell:
    """Return the shell of the site's page *path*; its alternates are the same page in every language."""
    default = network.languages[0]
    codes = languages_of(path, network.languages)
    return Shell(
        name=in_language(network.name, language, default),
        tagline=in_language(network.tagline, language, default),
        contact=in_language(network.contact, language, default),
        base_url=network.base_url,
        language=language,
        default_language=default,
        alternates=alternates(codes, path, default),
        pages=footer_pages(pages, language, default),
        path=path,
        section=section,
        crises=at_work,
    )


def forms_shell(
    network: Network,
    pages: Iterable[Page],
    language: str,
    *,
    section: str = "",
    signed_in: bool,
    demo: bool,
    at_work: tuple[Crisis, ...] = (),
) -> Shell:
    """Return the shell of a page of the forms service; ?lang= on the same address changes its language."""
    default = network.languages[0]
    return Shell(
        name=in_language(network.name, language, default),
        tagline=in_language(network.tagline, language, default),
        contact=in_language(network.contact, language, default),
        base_url=network.base_url,
        language=language,
        default_language=default,
        alternates=tuple(
            Alternate(code, tongue(code).own_name, tongue(code).direction, f"?lang={code}")
            for code in network.languages
        ),
        pages=footer_pages(pages, language, default),
        section=section,
        signed_in=signed_in,
        demo=demo,
        crises=at_work,
    )
