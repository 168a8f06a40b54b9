"""
Markdown to HTML, for maintainers' pages and for members' own words.

Two locks on one door: Python-Markdown has no switch for raw HTML, so its two readers of it are taken out; what
comes of it is then cleaned by nh3, which lets through the elements and attributes named here and nothing else.
A text is never lost and never fails: one too long or too deep to be worth rendering is shown as it was typed.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from presentation.markdown_allowed import ATTRIBUTES, TAGS, kept
from presentation.markdown_quick import quick_html

if TYPE_CHECKING:
    from presentation.markdown_values import Labels, Refs

MAX_MEMBER_BYTES = 10_000
MAX_MAINTAINER_BYTES = 200_000
MAX_DEPTH = 20
MAX_BRACKETS = 400
MAX_OPEN_BRACKETS = 12
"""Python-Markdown searches the end of a link anew at each "[": ten seconds for ten thousand of them."""

_WORDS = ("a", "br", "code", "del", "em", "strong")
_BLOCKS = ("blockquote", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul")
_TABLES = ("table", "tbody", "td", "th", "thead", "tr")
MEMBER_TAGS = frozenset({*_WORDS, *_BLOCKS, *_TABLES})
MAINTAINER_TAGS = MEMBER_TAGS | {"dd", "dl", "dt"} | TAGS
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_OF_MAINTAINERS = {tag: _ATTRIBUTES.get(tag, set()) | ATTRIBUTES.get(tag, set()) for tag in MAINTAINER_TAGS}
_SCHEMES = {"http", "https", "mailto"}
_MEMBER_REL = "nofollow ugc noopener noreferrer"

_MARKERS = re.compile(r"[ \t]*(?:(?:>|[-*+][ \t]|\d{1,9}[.)][ \t])[ \t]*)+")
_MARKER = re.compile(r">|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])")
_LOCAL = re.compile(r"(?:/(?![/\\])|#)[!-\[\]-~]*\Z")
_ELSEWHERE = r"(?:https?://|mailto:)[!-\[\]-~\u00a1-\uffef]+\Z"


def render(text: str, *, top: int = 2, refs: Refs | None = None, labels: Labels | None = None) -> str:
    """
    Return maintainers' Markdown as HTML; its highest heading becomes an h*top*.

    *refs* is where its references lead, *labels* the words that its boxes and lists bear; see our extensions.
    """
    quick = quickly(text, top=top)
    if quick is not None:
        return quick
    if _too_much(text, MAX_MAINTAINER_BYTES):
        return _as_typed(text)
    html = _converted(text, top, definitions=True, refs=refs, labels=labels)
    return _cleaned(html, MAINTAINER_TAGS, None)


def quickly(text: str, *, top: int = 2) -> str | None:
    """Return what render() does, whatever is referred to, where the text is plain enough to need no library."""
    return quick_html(text, top, MAX_MAINTAINER_BYTES, addresses=True, rel=None)


def quickly_members(text: str, *, top: int = 3) -> str | None:
    """Return what render_members() does where the text is plain enough to need no library."""
    return quick_html(text, top, MAX_MEMBER_BYTES, addresses=False, rel=_MEMBER_REL)


def render_members(text: str, *, top: int = 3) -> str:
    """Return a member's Markdown as HTML: fewer elements, and links that search engines do not follow."""
    quick = quickly_members(text, top=top)
    if quick is not None:
        return quick
    if _too_much(text, MAX_MEMBER_BYTES):
        return _as_typed(text)
    return _cleaned(_converted(text, top, definitions=False), MEMBER_TAGS, _MEMBER_REL)


def _too_much(text: str, max_bytes: int) -> bool:
    brackets = text.count("[")
    if brackets > MAX_BRACKETS or brackets - text.count("]") > MAX_OPEN_BRACKETS:
        return True
    if len(text.encode("utf-8", "replace")) > max_bytes:
        return True
    deepest = max((len(_MARKER.findall(m[0])) for m in map(_MARKERS.match, text.split("\n")) if m), default=0)
    indent = max((len(line) - len(line.lstrip(" ")) for line in text.expandtabs(4).split("\n")), default=0)
    return deepest > MAX_DEPTH or indent > 4 * MAX_DEPTH


def _as_typed(text: str) -> str:
    """Return the text in paragraphs, every sign as it was typed."""
    paragraphs = [part for part in re.split(r"\n\s*\n", _without_surrogates(text)) if part.strip()]
    return "\n".join(f"<p>{escape(part.strip(), quote=False)}</p>" for part in paragraphs)


def _without_surrogates(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _converted(
    text: str, top: int, *, definitions: bool, refs: Refs | None = None, labels: Labels | None = None
) -> str:
    """Return the reader's HTML, not yet cleaned; *definitions* tells maintainers' texts from members'."""
    # Imported late: a body that is kept from an earlier build needs no library.
    from presentation.markdown_reader import reader

    try:
        with reader(maintainers=definitions) as one:
            one.top, one.refs, one.labels = top, refs, labels
            return one.convert(_without_surrogates(text))
    except RecursionError:
        return _as_typed(text)


def _cleaned(html: str, tags: frozenset[str], rel: str | None) -> str:
    import nh3

    return nh3.clean(
        html,
        tags=set(tags),
        attributes=_OF_MAINTAINERS if tags is MAINTAINER_TAGS else _ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes=_SCHEMES,
        link_rel=rel,
    ).strip()


def _kept(element: str, attribute: str, value: str) -> str | None:
    """Return the attribute's value, or None where it leads away from the schemes and the site's own paths."""
    if attribute == "start":
        return value if re.fullmatch(r"\d{1,9}", value, re.ASCII) else None
    if attribute == "href":
        return value if _LOCAL.match(value) or _elsewhere().match(value) else None
    return kept(attribute, value)


@cache
def _elsewhere() -> re.Pattern[str]:
    # Compiled where it is asked for: most texts are plain, and one of them is read in less time than this takes.
    return re.compile(_ELSEWHERE, re.IGNORECASE)
