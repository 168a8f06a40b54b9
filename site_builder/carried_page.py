"""
Make a page of the site one that is read from a stick: addresses relative, a policy that holds for files.

A page at file:// has no origin of its own, and browsers differ in what 'self' names there, so its policy names
files besides: a stick is opened by whatever browser there is. Forms stay where they are, and their links say that
they need the network.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from html import escape, unescape
from posixpath import relpath
from urllib.parse import unquote, urlsplit

from presentation.policy import PAGE_POLICY
from presentation.translations import N_, translations

ONLINE = N_("(online only)")
NEEDS_NETWORK = N_("This form needs the internet: it is sent to the network’s own site.")
NEEDS_SCRIPTS = N_("Without JavaScript this form needs the internet: it asks the network’s own site.")
LOADS = ("script-src", "style-src", "img-src")
FEEDS = (".xml", "feed.json", "feeds.json")
"""Read by subscribing to them, which a copy on a stick cannot answer."""

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9-]*)(?P<attributes>(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)>"
)
_ATTRIBUTE = re.compile(
    r"(?P<before>\s(?P<name>href|src|srcset|action|poster|data-root|data-shards|data-href|content)=)"
    r"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')"
)
_LANGUAGE = re.compile(r"<html[^>]*?\slang=\"([\w-]+)\"")
_REFRESH = re.compile(r"(\d+;\s*url=)(.*)", re.IGNORECASE)


def carried_policy(base_url: str) -> str:
    """Return what a carried page may load: what lies beside it; it may send forms to the site it is a copy of."""
    split = urlsplit(base_url)
    parts = []
    for part in PAGE_POLICY.split("; "):
        name, _, allowed = part.partition(" ")
        if name in LOADS:
            allowed += " file:"
        elif name == "connect-src":
            allowed = "'none'"
        elif name == "form-action":
            allowed = f"{split.scheme}://{split.netloc}"
        parts.append(f"{name} {allowed}")
    return "; ".join(parts)


@dataclass(frozen=True)
class Carrier:
    """*files* are those that are carried, by address without a first slash; *base_url* is the site's own."""

    files: Collection[str]
    base_url: str

    def carried(self, page: str, content: bytes) -> bytes:
        """Return the page *page* as it stands in the copy."""
        text = content.decode("utf-8")
        spoken = _LANGUAGE.search(text)
        return _Page(self, page, spoken[1] if spoken else "en").rewritten(text).encode()

    def address(self, url: str, page: str) -> tuple[str, bool]:
        """Return what *url* is on the copy of *page*, and whether it leads to the network instead."""
        inside = url.removeprefix(self.base_url.rstrip("/")) or "/"
        if not inside.startswith("/") or inside.startswith("//"):
            return url, False
        split = urlsplit(inside)
        name = unquote(split.path[1:])
        if name == "" or name.endswith("/"):
            name += "index.html"
        if name not in self.files or name.endswith(FEEDS):
            return self.base_url.rstrip("/") + inside, True
        relative = relpath(f"/{name}", f"/{page}/..")
        return relative + (f"#{split.fragment}" if split.fragment else ""), False


class _Page:
    """Rewrites one page, tag by tag; *_marked* tells that the link now open needs the network."""

    def __init__(self, carrier: Carrier, page: str, language: str) -> None:
        self.carrier = carrier
        self.page = page
        self._say = translations(language).gettext
        self._link_needs = self._form_needs = self._scripted = False

    def rewritten(self, text: str) -> str:
        return _TAG.sub(self._tag, text)

    def _tag(self, tag: re.Match[str]) -> str:
        name = tag["name"].lower()
        if tag["close"]:
            return self._closing(name, tag[0])
        attributes = tag["attributes"]
        if not attributes:
            return tag[0]
        if name == "meta":
            return f"<{tag['name']}{self._meta(attributes)}>"
        needs = False

        def rewrite(found: re.Match[str]) -> str:
            nonlocal needs
            value = unescape(found["double"] or found["single"] or "")
            if name == "link" and not value.startswith("/"):
                # Which page this is a copy of, and what it is called in other languages, stays as it is.
                return found[0]
            value, outside = self._attribute(found["name"], value)
            needs = needs or outside
            return f'{found["before"]}"{escape(value)}"'

        attributes = _ATTRIBUTE.sub(rewrite, attributes)
        if name == "a":
            self._link_needs = needs
        elif name == "form":
            self._form_needs = needs
        return f"<{tag['name']}{attributes}>"

    def _closing(self, name: str, written: str) -> str:
        """Return the end tag, behind the words that the link or the form needs the network."""
        if name == "a" and self._link_needs:
            self._link_needs = False
            return f" {escape(self._say(ONLINE))}{written}"
        if name == "form" and self._form_needs:
            self._form_needs = False
            said = self._say(NEEDS_SCRIPTS if self._scripted else NEEDS_NETWORK)
            return f'<p class="small online">{escape(said)}</p>{written}'
        return written

    def _attribute(self, name: str, value: str) -> tuple[str, bool]:
        if name == "content":
            return value, False
        if name in ("data-root", "data-shards"):
            # A script of the page answers what its form asks.
            self._scripted = True
            return self._folder(value), False
        if name == "srcset":
            return ", ".join(self._candidate(one) for one in value.split(",")), False
        if not value.startswith("/") and not value.startswith(self.carrier.base_url.rstrip("/") + "/"):
            return value, False
        return self.carrier.address(value, self.page)

    def _candidate(self, candidate: str) -> str:
        url, _, width = candidate.strip().partition(" ")
        return f"{self.carrier.address(url, self.page)[0]} {width}".strip()

    def _folder(self, value: str) -> str:
        """Return a folder of the site, such as / itself, as seen from this page."""
        relative = relpath(value.rstrip("/") or "/", f"/{self.page}/..")
        return f"{relative}/"

    def _meta(self, attributes: str) -> str:
        if "Content-Security-Policy" in attributes:
            policy = escape(carried_policy(self.carrier.base_url), quote=False)
            return _ATTRIBUTE.sub(lambda found: f'{found["before"]}"{policy}"', attributes)
        if 'http-equiv="refresh"' in attributes:
            return _ATTRIBUTE.sub(self._refresh, attributes)
        return attributes

    def _refresh(self, found: re.Match[str]) -> str:
        value = unescape(found["double"] or found["single"] or "")
        moved = _REFRESH.sub(lambda to: to[1] + self.carrier.address(to[2].strip(), self.page)[0], value)
        return f'{found["before"]}"{escape(moved)}"'
