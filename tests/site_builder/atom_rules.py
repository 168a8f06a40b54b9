"""What RFC 4287 asks of an Atom document, as far as a program can tell: each rule with its section."""

from __future__ import annotations

import re
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)\Z")
ONCE = ("id", "title", "updated")
OF_A_FEED = {
    *ONCE,
    "author",
    "category",
    "contributor",
    "generator",
    "icon",
    "link",
    "logo",
    "rights",
    "subtitle",
    "entry",
}
OF_AN_ENTRY = {
    *ONCE,
    "author",
    "category",
    "content",
    "contributor",
    "link",
    "published",
    "rights",
    "source",
    "summary",
}


def problems(document: bytes) -> list[str]:
    """Return what is wrong with the document, in words; nothing where it is an Atom feed."""
    feed = ElementTree.fromstring(document)
    if feed.tag != f"{ATOM}feed":
        return [f"4.1.1: the document is a {feed.tag}"]
    found = [*_of_both(feed, OF_A_FEED, "4.1.1"), *_links(feed, "4.1.1")]
    entries = feed.findall(f"{ATOM}entry")
    for entry in entries:
        found += [*_of_both(entry, OF_AN_ENTRY, "4.1.2"), *_links(entry, "4.1.2"), *_of_an_entry(entry, feed)]
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    if len(set(ids)) != len(ids):
        found.append("4.1.1: two entries of one id")
    if not [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]:
        found.append("4.1.1: no link to itself")
    return found


def _of_both(element: Element, allowed: set[str], section: str) -> list[str]:
    found = [
        f"{section}: {child.tag} stands here" for child in element if child.tag.removeprefix(ATOM) not in allowed
    ]
    for name in ONCE:
        if len(element.findall(f"{ATOM}{name}")) != 1:
            found.append(f"{section}: not exactly one {name}")
    for name in ("updated", "published"):
        for moment in element.findall(f"{ATOM}{name}"):
            if not MOMENT.match(moment.text or ""):
                found.append(f"3.3: {name} is {moment.text!r}")
    if not urlsplit(element.findtext(f"{ATOM}id") or "").scheme:
        found.append("4.2.6: an id that is no whole address")
    for text in (*element.findall(f"{ATOM}title"), *element.findall(f"{ATOM}summary")):
        if text.get("type", "text") not in ("text", "html", "xhtml") or len(text):
            found.append(f"3.1.1: {text.tag} of type {text.get('type')}")
    return found


def _links(element: Element, section: str) -> list[str]:
    links = element.findall(f"{ATOM}link")
    found = [
        f"4.2.7.1: a link to {link.get('href')!r}" for link in links if not urlsplit(link.get("href", "")).scheme
    ]
    alternate = [(link.get("type"), link.get("hreflang")) for link in links if link.get("rel") == "alternate"]
    return found + ([f"{section}: two alternates alike"] if len(set(alternate)) != len(alternate) else [])


def _of_an_entry(entry: Element, feed: Element) -> list[str]:
    found = []
    if entry.find(f"{ATOM}author") is None and feed.find(f"{ATOM}author/{ATOM}name") is None:
        found.append("4.1.2: nobody wrote it")
    if entry.find(f"{ATOM}content") is None and not entry.findall(f"{ATOM}link[@rel='alternate']"):
        found.append("4.1.2: neither content nor a page")
    return found
