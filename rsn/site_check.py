"""Check the site a community would have now, or one that lies in a folder already, by the rules of its content."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from rsn.folders import Folders
from site_builder.checking.findings import Finding, Level
from site_builder.checking.places import Places
from site_builder.checking.reaching import Allowed
from site_builder.checking.site import Checked, Rules, check_site
from site_builder.checking.told import Told, tell
from site_builder.forked import usable_processors

if TYPE_CHECKING:
    from domain.catalogue import Catalogue, Network
    from domain.words import Words

Progress = Callable[[int, int], None]
ENGLISH = "en"
CACHE = "external-links.json"


@dataclass(frozen=True)
class Outcome:
    """How many files were read, and what is wrong in them, by the line to mend."""

    files: int
    told: tuple[Told, ...]


def check(
    folders: Folders,
    catalogue: Catalogue,
    now: datetime,
    *,
    site: Path | None = None,
    jobs: int | None = None,
    external: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Return what is wrong with the site in *site*, or without it with one built aside."""
    workers = jobs or usable_processors()
    with nullcontext(site) if site else built_aside(folders, catalogue, now, workers) as folder:
        checked = check_site(folder, rules_for(catalogue), jobs=workers, progress=progress)
    found = [*checked.findings, *untranslated(catalogue.network.languages)]
    if external:
        found += outside(checked, folders, now)
    places = Places(folders.content, catalogue.network.languages)
    told = (*unused(catalogue), *tell(found, site or Path(), places))
    return Outcome(checked.files, tuple(sorted(told)))


def unused(catalogue: Catalogue) -> Iterator[Told]:
    """Yield the pictures of the content that no text shows: nobody else reads those files."""
    from site_builder.images import unused_images

    for one in unused_images(catalogue):
        yield Told(one.path, one.line, one.what, one.mend, Level.WARNING.value, "unused picture", ())


@contextmanager
def built_aside(folders: Folders, catalogue: Catalogue, now: datetime, jobs: int) -> Iterator[Path]:
    """Yield a folder that holds the site as it would be at *now*; it is gone afterwards."""
    from presentation.theme import use_theme_of
    from site_builder.build import build

    use_theme_of(folders.content)
    with tempfile.TemporaryDirectory(prefix="rsn-check-") as made:
        out = Path(made) / "site"
        build(catalogue, folders.record, out, now, jobs=jobs)
        yield out


def rules_for(catalogue: Catalogue) -> Rules:
    """Return what the site of *catalogue* may say, and where it may lead."""
    network = catalogue.network
    streets = {words.title for program in catalogue.programs.values() for words in program.words.values()}
    allowed = Allowed(said=tuple(_said(network)), names=tuple(sorted(streets - {""})))
    return Rules(network.base_url, allowed, service_pages())


def _said(network: Network) -> Iterator[str]:
    """Yield how the network says it is reached, in every language."""
    spoken: tuple[Words, ...] = (network.contact, network.name, network.tagline)
    for words in spoken:
        yield from words.values()
    yield network.security_contact
    yield network.base_url


@cache
def service_pages() -> Callable[[str], bool]:
    """Return what tells whether the forms service answers an address."""
    from werkzeug.exceptions import HTTPException
    from werkzeug.routing import RequestRedirect

    from rsn.openapi_page import unattached

    routes = unattached().url_map.bind("localhost")

    def known(path: str) -> bool:
        try:
            routes.match(path, method="GET")
        except RequestRedirect:
            return True
        except HTTPException as refused:
            return refused.code != 404
        return True

    return known


def outside(checked: Checked, folders: Folders, now: datetime) -> Iterator[Finding]:
    """Yield a warning for each page of another site that is gone; one where no site could be asked."""
    from rsn.external_links import check_outside

    answers = check_outside(checked.outside, folders.data / CACHE, now)
    if answers and all(answer.offline for answer in answers.values()):
        what = "no other site could be asked: this machine has no network."
        yield Finding("(other sites)", 1, "external", what, "Try again where there is one.", Level.WARNING)
        return
    for url, answer in sorted(answers.items()):
        if answer.wrong:
            file, line = checked.outside[url]
            what = f"the link to {url}: {answer.wrong}"
            yield Finding(file, line, "external", what, "Look at it, and mend the address.", Level.WARNING, url)


def untranslated(languages: tuple[str, ...]) -> Iterator[Finding]:
    """Yield one warning for each language in which readers would meet English words of the interface."""
    others = [language for language in languages if language != ENGLISH]
    if not others:
        return
    from presentation.translations import catalogue_path
    from rsn.gettext_catalogues import gathered
    from rsn.translation_standing import standing

    words = gathered()
    for language in others:
        found = standing(language, words)
        left = len(found.missing) + len(found.faulty)
        if left:
            what = f"{left} of {found.translated + len(found.missing)} words of the interface are not translated."
            mend = f"Readers of this language meet English there. See: rsn translations report {language}"
            yield Finding(catalogue_path(language).as_posix(), 1, "translations", what, mend, Level.WARNING)
