"""What a summary tells, as its digest: who keeps more than a summary does asks for that and leaves the value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from site_builder.digests import digest_of
from site_builder.kept.recall import Recall
from site_builder.model import Site
from site_builder.units import TAB, named
from site_builder.watching import SUMMARY, Noting


def digest_told(asked: Callable[..., Any], site: Site, *words: str) -> bytes:
    """
    Return the digest of the summary *asked*, noting that it was read.

    Its value is made only where it may be another one than the last build found.
    """
    watch, fact = site.watch, _fact(asked, words)
    if not isinstance(watch, Noting):
        return digest_of(asked(site, *words))
    recall = watch.recall
    # What is read to find that out is nothing that was read for its own sake.
    known = watch.watched(lambda: _standing(recall, fact))[0] if recall else None
    if known is not None:
        watch.note(fact)
        return known
    asked(site, *words)
    return watch.traces[fact][1]


def told_before(asked: Callable[..., Any], site: Site, *words: str) -> bool:
    """Tell whether the last build made the summary *asked*, and counts for anything."""
    recall = site.watch.recall if isinstance(site.watch, Noting) else None
    return recall is not None and recall.digests(_fact(asked, words)) is not None


def _fact(asked: Callable[..., Any], words: tuple[str, ...]) -> str:
    return TAB.join((SUMMARY + named(asked), *words))


def _standing(recall: Recall, fact: str) -> bytes | None:
    digest = recall.digests(fact)
    return digest if digest is not None and recall.holds(fact) else None
