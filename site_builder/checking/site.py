"""Check a whole built site: every file by itself, on as many workers as are given, then how they hang together."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path, PurePosixPath

from site_builder.checking.findings import Finding
from site_builder.checking.links import Map
from site_builder.checking.page import Link
from site_builder.checking.reaching import Allowed
from site_builder.checking.reading import Read, read_one
from site_builder.checking.structure import line_at
from site_builder.checking.weights import check_weights

Progress = Callable[[int, int], None]
FEW = 200
"""So few files are read sooner than a second worker has begun."""
AT_ONCE = 32
ADDRESSED = (".xml", ".json", ".ics", ".csv", ".txt")
"""Files beside the pages that name addresses of the site."""


def any_page(path: str) -> bool:
    """Take every address of the forms service for one that it answers."""
    return True


@dataclass(frozen=True)
class Rules:
    """What the site may say and where it may lead; see Map and Allowed."""

    base_url: str
    allowed: Allowed = field(default_factory=Allowed)
    service: Callable[[str], bool] = any_page


@dataclass(frozen=True)
class Checked:
    """*outside* has the links to other sites, each with the page it stands on first and its line."""

    files: int
    findings: tuple[Finding, ...]
    outside: Mapping[str, tuple[str, int]]


def check_site(folder: Path, rules: Rules, *, jobs: int = 1, progress: Progress | None = None) -> Checked:
    """Return everything that is wrong with the site in *folder*, by file and line."""
    files = built_files(folder)
    read = list(_each_read(folder, files, rules.allowed, jobs, progress))
    ids = {one.file: one.ids for one in read if one.file.endswith(".html")}
    where = Map(frozenset(files), ids, rules.base_url.rstrip("/"), rules.service)
    found = [finding for one in read for finding in one.findings]
    found += _broken_links(folder, read, where)
    found += _broken_addresses(folder, files, where)
    found += _too_heavy(read)
    return Checked(len(files), tuple(sorted(set(found))), _outside(folder, read, where))


def built_files(folder: Path) -> list[str]:
    """Return the files of the site by address without a first slash, sorted; not what builds keep."""
    found = (
        PurePosixPath(Path(place, name).relative_to(folder)).as_posix()
        for place, _, names in os.walk(folder)
        for name in names
        if not name.startswith(".rsn-")
    )
    return sorted(found)


def _each_read(
    folder: Path, files: Sequence[str], allowed: Allowed, jobs: int, progress: Progress | None
) -> Iterator[Read]:
    read = partial(_read_one, folder, allowed)
    # A process with several threads does not fork: what one of the others holds would never be let go.
    if jobs == 1 or len(files) <= FEW or threading.active_count() > 1:
        yield from _told(map(read, files), len(files), progress)
        return
    with get_context("fork").Pool(jobs) as workers:
        yield from _told(workers.imap(read, files, AT_ONCE), len(files), progress)


def _read_one(folder: Path, allowed: Allowed, file: str) -> Read:
    return read_one(folder, file, allowed)


def _told(read: Iterable[Read], all_files: int, progress: Progress | None) -> Iterator[Read]:
    for number, one in enumerate(read, 1):
        if progress:
            progress(number, all_files)
        yield one


def _broken_links(folder: Path, read: Iterable[Read], where: Map) -> Iterator[Finding]:
    for one in read:
        for link in one.links:
            wrong = where.wrong(link.url, one.file)
            if wrong:
                line = _line(folder, one.file, link.at)
                check = "images" if link.kind == "image" else "links"
                yield Finding(one.file, line, check, _named(link, wrong[0]), wrong[1], needle=link.url)


def _named(link: Link, what: str) -> str:
    return what.replace("the link to", "the image", 1) if link.kind == "image" else what


def _line(folder: Path, file: str, at: int) -> int:
    return line_at((folder / file).read_text("utf-8", "replace"), at)


def _broken_addresses(folder: Path, files: Iterable[str], where: Map) -> Iterator[Finding]:
    """Yield the addresses of the site that feeds, calendars, sitemaps and tables name, and that are not there."""
    address = re.compile(re.escape(where.base_url) + r"(?:/[^\s\"'<>\\,;)\]]*)?")
    for file in files:
        if not file.endswith(ADDRESSED):
            continue
        text = (folder / file).read_bytes().decode("utf-8", "replace")
        if file.endswith(".ics"):
            text = text.replace("\r\n ", "")
        seen = set()
        for found in address.finditer(text):
            # What stands behind # there is often a name (of an entry, of a thing), not a place on the page.
            url = found[0].rstrip(".").replace("&amp;", "&").partition("#")[0]
            if url not in seen and "*" not in url:
                seen.add(url)
                wrong = where.wrong(url, file)
                if wrong:
                    yield Finding(file, line_at(text, found.start()), "links", *wrong, needle=url)


def _too_heavy(read: Sequence[Read]) -> Iterator[Finding]:
    weights = {f"/{one.file}": one.weight for one in read if one.weight and not one.file.endswith(".html")}
    for one in read:
        if one.file.endswith(".html"):
            yield from check_weights(one.file, one.weight, iter(one.links), one.eager, weights)


def _outside(folder: Path, read: Iterable[Read], where: Map) -> Mapping[str, tuple[str, int]]:
    first: dict[str, tuple[str, int]] = {}
    for one in read:
        for link in one.links:
            leaves = link.url.startswith(("http://", "https://")) and where.inside(link.url) is None
            if leaves and link.url not in first:
                first[link.url] = (one.file, link.at)
    return {url: (file, _line(folder, file, at)) for url, (file, at) in sorted(first.items())}
