"""
What of maintainers' Markdown reaches a page beyond members': our own boxes, pictures and addresses alone.

Each attribute is let through only in the forms that our extensions write; a text cannot write any of it, for it
holds no HTML. This is the second lock.
"""

from __future__ import annotations

import re

_BOXES = {"caption", "div", "figcaption", "figure", "img", "nav", "picture", "section", "source", "sup"}
TAGS = frozenset(_BOXES)
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")

ATTRIBUTES: dict[str, set[str]] = {
    "a": {"class", "role", "aria-label", "lang"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding"},
    "li": {"id"},
    "nav": {"class", "aria-label"},
    "p": {"class"},
    "section": {"class", "role", "aria-label"},
    "source": {"type", "srcset", "sizes"},
    "sup": {"id"},
    "td": {"class", "scope"},
    "th": {"class", "scope"},
    **{heading: {"id"} for heading in _HEADINGS},
}

_FILE = r"/images/[a-z0-9-]+-[0-9a-f]{12}-\d{1,4}\.(?:avif|webp|jpg|png)"
_FORMS = {
    "class": r"callout callout-(?:note|warning|crisis)|callout-title|contents|scroll|end|centre"
    r"|footnotes|footnote-ref|footnote-backref",
    "role": r"note|region|doc-endnotes|doc-noteref|doc-backlink",
    "tabindex": "0",
    "id": r"h-[\w-]{1,70}|fn(?:ref\d*)?:[\w-]{1,80}",
    "lang": r"[A-Za-z]{2,3}(?:-[A-Za-z]{2,4})*",
    "scope": "col|row",
    "src": _FILE,
    "srcset": rf"{_FILE} \d{{1,4}}w(?:, {_FILE} \d{{1,4}}w)*",
    "sizes": r"[\w.:(), -]+",
    "width": r"\d{1,5}",
    "height": r"\d{1,5}",
    "loading": "lazy",
    "decoding": "async",
    "type": "image/(?:avif|webp)",
}
_READ = {name: re.compile(form) for name, form in _FORMS.items()}


def kept(attribute: str, value: str) -> str | None:
    """Return the attribute's value where it has a form of ours, else None; "alt" and "aria-label" are words."""
    form = _READ.get(attribute)
    return value if form is None or form.fullmatch(value) else None
