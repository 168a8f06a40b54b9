"""What others may ask of a file without reading it: whether it is a draft, or comes and goes by its days."""

from __future__ import annotations

from domain.publication import TIMED
from site_builder.content.source import Source
from site_builder.content.yaml_tree import Pairs, Scalar


def traits(kind: str, source: Source) -> tuple[tuple[str, str], ...]:
    """
    Return the sets that the original *source* belongs to, each with the name it has there.

    They are asked like slugs: known.slugs("draft page"), known.slugs("timed news").
    """
    if kind not in TIMED or source.language or not isinstance(source.root, Pairs):
        return ()
    values = source.root.values
    draft = values.get("draft")
    if isinstance(draft, Scalar) and draft.text == "true":
        return ((f"draft {kind}", source.slug),)
    if "publish_on" in values or "expires_on" in values:
        return ((f"timed {kind}", source.slug),)
    return ()
