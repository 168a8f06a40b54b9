"""
Look through everything the site gives away for ways to reach or find a person that nobody agreed to publish.

The patterns are those of the content (site_builder/content/privacy.py); what the network says about itself may
stand anywhere. A finding never repeats what was found: reports are copied into places that are public too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from site_builder.content.privacy import E_MAIL, TELEPHONE, ways_to_reach

MEND = "Find out where it comes from and take it out; only the network's own contact is published."

_RECEIPT_CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:[- ][0-9A-HJKMNP-TV-Z]{4}){3}[- ][0-9A-HJKMNP-TV-Z]\b")
_HASH = re.compile(
    r"\bsha256 [0-9a-f]{4}(?: [0-9a-f]{4})*+|\b[0-9a-f]{4}(?: [0-9a-f]{4}){3,15}\b"
    r"|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"
    r"|\b\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d\b"
)
"""Of a hash a few signs are shown, by chance all digits, as may be those of a UUID; a span of days has many."""
_ADDRESS_OF_A_PAGE = re.compile(r"\b[a-z]+://\S+")
_DIGIT = re.compile(r"\d")
_BARE = re.compile(r"[^\w@]")
SCHEMES = {"mailto:": E_MAIL, "tel:": TELEPHONE, "sms:": TELEPHONE}


@dataclass(frozen=True)
class Allowed:
    """What may stand on any page: *said*, how the network says it is reached; *names* are no streets."""

    said: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def covers(self, way: str) -> bool:
        """Tell whether the network itself says *way*, however it is spaced."""
        wanted = _BARE.sub("", way).casefold()
        return any(wanted in _BARE.sub("", words).casefold() for words in self.said)


def ways_in(words: str, allowed: Allowed) -> Iterator[tuple[str, str]]:
    """Yield each way to reach somebody in *words* that is not allowed: what it is, and itself, to look for."""
    if "@" not in words and not _DIGIT.search(words) and "at" not in words:
        return
    if "://" in words:
        words = _ADDRESS_OF_A_PAGE.sub("…", words)
    for line in _HASH.sub("…", _RECEIPT_CODE.sub("…", words)).split("\n"):
        for what, way in ways_to_reach(line, allowed.names):
            if not allowed.covers(way):
                yield what, way.strip()


def ways_in_links(urls: Iterable[str], allowed: Allowed) -> Iterator[tuple[str, str]]:
    """Yield what kind each link to a mailbox or a telephone is that is not allowed, with its address."""
    for url in urls:
        scheme = next((scheme for scheme in SCHEMES if url.lower().startswith(scheme)), "")
        if scheme and not allowed.covers(url[len(scheme) :].partition("?")[0]):
            yield SCHEMES[scheme], url[len(scheme) :]
