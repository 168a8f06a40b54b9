"""What a page holds, read in one pass: what it links to, what it is linked by, headings, pictures, words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from site_builder.checking.html_words import BLOCKS, HEADINGS
from site_builder.checking.nesting import Nesting
from site_builder.checking.tokens import Attributes, tokens


class Link(NamedTuple):
    """*kind* is "a", "image", "sheet", "script", "form" or "other"; *at* the offset in the page, as everywhere."""

    kind: str
    url: str
    at: int


class Image(NamedTuple):
    """*alt* is None where the attribute is missing; *sized* tells that width and height are there."""

    src: str
    alt: str | None
    sized: bool
    lazy: bool
    at: int


class Heading(NamedTuple):
    level: int
    words: str
    at: int


class Field(NamedTuple):
    """A field of a form; *named* tells that it says itself what it is for."""

    id: str
    named: bool
    at: int


class Said(NamedTuple):
    """Words that stand together: those of a block without its marks, or those of an attribute."""

    words: str
    at: int


@dataclass
class Page:
    """*ids* have the offset of their first use; *fault*, *repeated* and *pointers* come as (what, offset)."""

    language: str | None = None
    title: str | None = None
    moved: bool = False
    ids: dict[str, int] = field(default_factory=dict)
    repeated: list[tuple[str, int]] = field(default_factory=list)
    pointers: list[tuple[str, str, int]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    data: list[Said] = field(default_factory=list)
    faults: list[tuple[str, int]] = field(default_factory=list)


POINTERS = ("for", "list", "form", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns")
SAYING = ("alt", "title", "aria-label", "placeholder")
UNSEEN = frozenset(("hidden", "submit", "button", "reset", "image"))
APART = BLOCKS | frozenset(
    ("li", "dt", "dd", "td", "th", "tr", "caption", "br", "option", "title", "legend", "summary", "body", "head")
)
"""What ends a run of words that belong together."""
IMAGES = frozenset(("icon", "apple-touch-icon", "preload"))


def read_page(text: str) -> Page:
    """Return what the page *text* holds."""
    return _Reader().read(text)


class _Reader:
    """Goes through the tokens once, keeping what is open."""

    def __init__(self) -> None:
        self.page = Page()
        self.nesting = Nesting()
        self._run: list[str] = []
        self._run_at = 0
        self._heading: tuple[int, int, list[str]] | None = None
        self._script: Attributes | None = None
        self._special: dict[str, Callable[[Attributes, int], None]] = {
            "html": self._html, "a": self._a, "area": self._a, "link": self._link, "script": self._loads,
            "img": self._img, "source": self._source, "form": self._form, "meta": self._meta,
            "input": self._field, "select": self._field, "textarea": self._field, "iframe": self._other,
            "video": self._other, "audio": self._other, "track": self._other, "object": self._other,
            "embed": self._other, "style": self._style,
        }  # fmt: skip

    def read(self, text: str) -> Page:
        if not text.lstrip().lower().startswith("<!doctype html>"):
            self.page.faults.append(("the page does not begin with <!doctype html>.", 0))
        for kind, name, at, attributes, closed in tokens(text):
            if kind == "words":
                self._words(name, at)
            elif kind == "open":
                self._open(name, at, attributes or {}, closed=closed)
            elif kind == "close":
                self._close(name, at)
            elif kind == "fault":
                self.page.faults.append((name, at))
        self._end_run()
        self.page.faults += [(what, len(text)) for what in self.nesting.ended()]
        return self.page

    def _open(self, name: str, at: int, attributes: Attributes, *, closed: bool) -> None:
        faults = self.page.faults
        faults += [(what, at) for what in self.nesting.opened(name, closed=closed)]
        if name in APART:
            self._end_run()
        if self._template(name):
            # What stands in a <template> is on no page until a script fills it.
            return
        if name in HEADINGS:
            self._heading = (int(name[1]), at, [])
        if attributes:
            self._common(attributes, at)
        special = self._special.get(name)
        if special:
            special(attributes, at)
        if name == "script":
            self._script = attributes

    def _template(self, inner: str) -> bool:
        return inner != "template" and "template" in self.nesting.open

    def _common(self, attributes: Attributes, at: int) -> None:
        page = self.page
        for key, value in attributes.items():
            if key == "id":
                if value in page.ids:
                    page.repeated.append((value, at))
                else:
                    page.ids[value] = at
            elif key in POINTERS:
                page.pointers += [(key, one, at) for one in value.split()]
            elif key in SAYING and value:
                page.said.append(Said(value, at))
            elif key == "style" or key.startswith("on"):
                page.faults.append((f'the attribute {key}="…" is stopped by the page\'s own policy.', at))

    def _close(self, name: str, at: int) -> None:
        self.page.faults += [(what, at) for what in self.nesting.closed(name)]
        if name in APART:
            self._end_run()
        if name in HEADINGS and self._heading:
            level, began, words = self._heading
            self.page.headings.append(Heading(level, " ".join("".join(words).split()), began))
            self._heading = None
        if name == "script":
            self._script = None

    def _words(self, words: str, at: int) -> None:
        if self._script is not None:
            if self._script.get("type") in ("application/ld+json", "application/json"):
                self.page.data.append(Said(words, at))
            elif words.strip():
                self.page.faults.append(("a script inside the page is stopped by the page's own policy.", at))
            return
        if self.nesting.open and self.nesting.open[-1] == "title" and self.page.title is None:
            self.page.title = " ".join(words.split())
        if self._heading:
            self._heading[2].append(words)
        if not words.isspace():
            self.page.faults += [(what, at) for what in self.nesting.said()]
            if not self._run:
                self._run_at = at + len(words) - len(words.lstrip())
            self._run.append(words)
        elif self._run:
            self._run.append(" ")

    def _end_run(self) -> None:
        if self._run:
            self.page.said.append(Said("".join(self._run), self._run_at))
            self._run = []

    def _html(self, attributes: Attributes, at: int) -> None:
        self.page.language = attributes.get("lang")

    def _link_to(self, kind: str, url: str | None, at: int) -> None:
        if url is not None:
            self.page.links.append(Link(kind, url.strip(), at))

    def _a(self, attributes: Attributes, at: int) -> None:
        self._link_to("a", attributes.get("href"), at)

    def _link(self, attributes: Attributes, at: int) -> None:
        relations = set(attributes.get("rel", "").lower().split())
        kind = "sheet" if "stylesheet" in relations else "icon" if relations & IMAGES else "other"
        self._link_to(kind, attributes.get("href"), at)

    def _loads(self, attributes: Attributes, at: int) -> None:
        self._link_to("script", attributes.get("src"), at)

    def _img(self, attributes: Attributes, at: int) -> None:
        source = attributes.get("src", "")
        sized = bool(attributes.get("width")) and bool(attributes.get("height"))
        lazy = attributes.get("loading") == "lazy"
        self.page.images.append(Image(source, attributes.get("alt"), sized, lazy, at))
        self._link_to("image", source, at)
        self._source(attributes, at)

    def _source(self, attributes: Attributes, at: int) -> None:
        for candidate in attributes.get("srcset", "").split(","):
            if candidate.strip():
                self._link_to("image", candidate.split()[0], at)

    def _form(self, attributes: Attributes, at: int) -> None:
        self._link_to("form", attributes.get("action") or None, at)

    def _other(self, attributes: Attributes, at: int) -> None:
        self._link_to("other", attributes.get("src") or attributes.get("data"), at)

    def _meta(self, attributes: Attributes, at: int) -> None:
        content = attributes.get("content", "")
        if attributes.get("http-equiv", "").lower() == "refresh":
            self.page.moved = True
            _, _, address = content.partition("=")
            self._link_to("a", address or None, at)
        elif attributes.get("name") == "description" or attributes.get("property", "").endswith(
            ("title", "description", "alt")
        ):
            self.page.said.append(Said(content, at))

    def _field(self, attributes: Attributes, at: int) -> None:
        if attributes.get("type") not in UNSEEN:
            named = "label" in self.nesting.open or bool(
                {"aria-label", "aria-labelledby", "title"} & attributes.keys()
            )
            self.page.fields.append(Field(attributes.get("id", ""), named, at))

    def _style(self, attributes: Attributes, at: int) -> None:
        self.page.faults.append(("a <style> inside the page is stopped by the page's own policy.", at))
