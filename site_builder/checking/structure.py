"""What a page by itself must hold: language, title, one h1, headings in order, unique ids, pictures with words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from site_builder.checking.findings import Finding
from site_builder.checking.page import Page

Told = tuple[str, int, str, str, str]
"""Kind of check, offset in the page, what is wrong, how to mend it, what to look for in the content."""


def check_structure(file: str, text: str, page: Page) -> Iterator[Finding]:
    """Yield what is wrong with the page *page*, read from *text*."""
    for part in PARTS:
        for check, at, what, mend, needle in part(page):
            yield Finding(file, line_at(text, at), check, what, mend, needle=needle)


def line_at(text: str, at: int) -> int:
    """Return the line, from 1, of the offset *at*."""
    return text.count("\n", 0, at) + 1


def _html(page: Page) -> Iterator[Told]:
    for what, at in page.faults:
        yield "html", at, what, "Mend the template or the text it came from.", ""


def _head(page: Page) -> Iterator[Told]:
    if not page.language:
        yield "language", 0, "the page does not say its language.", 'Give <html> its lang="…".', ""
    if not (page.title or "").strip(" –"):
        yield "title", 0, "the page has no title.", "Fill its <title>.", ""


def _headings(page: Page) -> Iterator[Told]:
    tops = [heading for heading in page.headings if heading.level == 1]
    if not tops and not page.moved:
        yield "headings", 0, "the page has no h1.", "Begin what it says with one.", ""
    for second in tops[1:]:
        yield "headings", second.at, "the page has a second h1.", "Make it an h2.", second.words
    level = 1
    for heading in page.headings:
        if not heading.words:
            mend = "Say what follows, or take it out."
            yield "headings", heading.at, f"a heading of level {heading.level} says nothing.", mend, ""
        if heading.level > level + 1:
            what = f"a heading of level {heading.level} follows one of level {level}."
            yield "headings", heading.at, what, f"Make it level {level + 1}.", heading.words
        level = heading.level


def _ids(page: Page) -> Iterator[Told]:
    for name, at in page.repeated:
        yield "ids", at, f"the id {name} is used twice.", "Give each its own.", name
    for attribute, name, at in page.pointers:
        if name not in page.ids:
            what = f"{attribute} names {name}, and nothing on the page has that id."
            yield "ids", at, what, "Name an id that is there.", name


def _images(page: Page) -> Iterator[Told]:
    for image in page.images:
        if image.alt is None:
            mend = 'Say in words what it shows; alt="" only for a decoration.'
            yield "images", image.at, f"the image {image.src} has no alt text.", mend, image.src
        if not image.sized:
            mend = "Give both, so that the page does not jump when it arrives."
            yield "images", image.at, f"the image {image.src} has no width and height.", mend, image.src


def _fields(page: Page) -> Iterator[Told]:
    pointed = {name for attribute, name, _ in page.pointers if attribute == "for"}
    for field in page.fields:
        if not field.named and field.id not in pointed:
            yield "fields", field.at, "a field does not say what it is for.", "Give it a <label>.", ""


PARTS: tuple[Callable[[Page], Iterator[Told]], ...] = (_html, _head, _headings, _ids, _images, _fields)
