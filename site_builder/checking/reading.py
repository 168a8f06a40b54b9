"""Read one file of the site: what is wrong in it by itself, and what the check of the whole has to know of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from site_builder.checking.findings import Finding
from site_builder.checking.formats import Faulty, load_strictly, read_file, words_of
from site_builder.checking.page import Link, Page, Said, read_page
from site_builder.checking.reaching import MEND, Allowed, ways_in, ways_in_links
from site_builder.checking.structure import check_structure, line_at
from site_builder.checking.weights import page_weight, weight

WEIGHED = (".css", ".js", ".svg", ".png", ".ico", ".webp", ".avif", ".jpg")
UNREAD = ("record/tile/", "record/checkpoint", "record/files", "record/vkey", "record/receipt-vkey")
"""Hashes, keys and signatures: no words, and nothing a parser could say about them."""


@dataclass(frozen=True)
class Read:
    """*links* each once by address, *eager* pictures that load at once, *weight* on the way (0: not asked)."""

    file: str
    ids: frozenset[str] = frozenset()
    links: tuple[Link, ...] = ()
    eager: int = 0
    weight: int = 0
    findings: tuple[Finding, ...] = ()


def read_one(folder: Path, file: str, allowed: Allowed) -> Read:
    """Return what the file *file* of the site in *folder* says."""
    if file.startswith(UNREAD):
        return Read(file)
    content = (folder / file).read_bytes()
    suffix = PurePosixPath(file).suffix.lower()
    if suffix == ".html":
        return _page(file, content, allowed)
    light = weight(content) if file.startswith("assets/") and suffix in WEIGHED else 0
    found = (*_format(file, suffix, content, allowed),)
    return Read(file, weight=light, findings=found)


def _page(file: str, content: bytes, allowed: Allowed) -> Read:
    text = content.decode("utf-8", "replace")
    page = read_page(text)
    found = [*check_structure(file, text, page), *_data(file, text, page), *_reached(file, text, page, allowed)]
    if "\ufffd" in text:
        line = line_at(text, text.index("\ufffd"))
        found.append(Finding(file, line, "encoding", "a sign is not UTF-8.", "Save the source as UTF-8."))
    links = tuple({link.url: link for link in reversed(page.links)}.values())
    eager = sum(not image.lazy for image in page.images)
    return Read(file, frozenset(page.ids), links, eager, page_weight(content), tuple(found))


def _data(file: str, text: str, page: Page) -> Iterator[Finding]:
    """Yield where data inside the page does not parse, and what of it names a way to reach somebody."""
    for words, at in page.data:
        try:
            value = load_strictly(words)
        except (ValueError, RecursionError) as broken:
            what = f"the data inside the page does not parse as JSON: {broken}."
            yield Finding(file, line_at(text, at), "json", what, "Mend the template that writes it.")
        else:
            page.said += [Said(each, at) for each in words_of(value)]


def _reached(file: str, text: str, page: Page, allowed: Allowed) -> Iterator[Finding]:
    for words, at in page.said:
        for what, way in ways_in(words, allowed):
            yield Finding(file, line_at(text, at), "privacy", what, MEND, needle=way)
    for link in page.links:
        for what, way in ways_in_links((link.url,), allowed):
            yield Finding(file, line_at(text, link.at), "privacy", what, MEND, needle=way)


def _format(file: str, suffix: str, content: bytes, allowed: Allowed) -> Iterable[Finding]:
    for found in read_file(suffix, content):
        if isinstance(found, Faulty):
            mend = "Mend what writes it; other programs will refuse it."
            yield Finding(file, found.line, found.check, found.what, mend)
        else:
            words, line = found
            for what, way in ways_in(words, allowed):
                yield Finding(file, line, "privacy", what, MEND, needle=way)
