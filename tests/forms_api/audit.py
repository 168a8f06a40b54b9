"""What every page of the service has to hold: valid HTML, one h1, unique ids, a label on every field."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree.ElementTree import Element

import html5lib

LABELLED = {"select", "textarea", "input"}
UNSEEN = {"hidden", "submit", "button"}


def parsed(html: str) -> Element:
    """Return the page as a tree; a fault in its HTML is an error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    with untraced():
        tree: Element = parser.parse(html)
    return tree


@contextmanager
def untraced() -> Iterator[None]:
    """Let no coverage be measured meanwhile: of a parser that is not ours it only doubles the time."""
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(tracer)


INLINE = {"a", "b", "bdi", "code", "em", "span", "strong", "time", "i"}


def text_of(element: Element) -> str:
    """Return the words inside *element*, its inner ones too, with single spaces; blocks stand apart."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: Element) -> Iterator[str]:
    apart = "" if element.tag in INLINE else " "
    yield apart + (element.text or "")
    for inner in element:
        yield from _pieces(inner)
        yield inner.tail or ""
    yield apart


def audit(html: str) -> Element:
    """Return the page as a tree after all checks."""
    tree = parsed(html)
    ids = Counter(e.get("id") for e in tree.iter() if e.get("id") is not None)
    assert [name for name, times in ids.items() if times > 1] == [], "ids are used twice"
    headings = list(tree.iter("h1"))
    assert len(headings) == 1, "a page has one h1"
    assert text_of(headings[0]), "the h1 is empty"
    assert text_of(next(tree.iter("title"))).strip(" –"), "the title is empty"
    _labels(tree)
    _pointers(tree, set(ids))
    _nothing_inline(tree)
    return tree


def _labels(tree: Element) -> None:
    pointed = {e.get("for") for e in tree.iter("label")}
    wrapped = {id(inner) for label in tree.iter("label") for inner in label.iter()}
    for field in (e for e in tree.iter() if e.tag in LABELLED and e.get("type") not in UNSEEN):
        named = field.get("id") in pointed or id(field) in wrapped or field.get("aria-label")
        assert named, f"the field {field.get('name')} has no label"
    for group in tree.iter("fieldset"):
        assert group.find("legend") is not None, "a fieldset has no legend"


def _pointers(tree: Element, ids: set[str | None]) -> None:
    for element in tree.iter():
        for name in ("for", "aria-describedby", "aria-labelledby"):
            for target in (element.get(name) or "").split():
                assert target in ids, f"{name} points at {target}, which is not on the page"
        link = element.get("href") or ""
        assert not link.startswith("#") or link[1:] in ids, f"a link leads to {link}, which is not on the page"


def _nothing_inline(tree: Element) -> None:
    for element in tree.iter():
        inline = [name for name in element.attrib if name == "style" or name.startswith("on")]
        assert inline == [], f"{element.tag} has {inline}"
        told = element.get("type") == "application/ld+json"
        assert element.tag not in ("script", "style") or element.get("src") or told, "no inline script or style"
