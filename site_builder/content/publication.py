"""What a file says of its own publication: a draft, the days it comes and goes, the addresses it had before."""

from __future__ import annotations

import re
from datetime import datetime

from domain.publication import MAPPINGS, PLAIN, TIMED, Publication
from site_builder.content.fields import Fields
from site_builder.content.known import Known
from site_builder.content.near import shown
from site_builder.content.source import Source
from site_builder.content.yaml_tree import Pairs
from site_builder.problems import Findings

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?\Z", re.ASCII)
_MEND = "Write a real day, like 2026-11-23, or a day and an hour, like 2026-11-23 18:30."


def publication_keys(kind: str) -> tuple[str, ...]:
    """Return the fields of publication that a file of *kind* may have."""
    if kind in TIMED:
        return ("draft", "publish_on", "expires_on", "aliases")
    return ("aliases",) if kind in MAPPINGS else ()


def read_publication(kind: str, source: Source, known: Known, findings: Findings) -> Publication | None:
    """Return what the file says of its publication; None where it says nothing. Unknown keys are its reader's."""
    keys = publication_keys(kind)
    if not isinstance(source.root, Pairs) or not any(key in source.root.values for key in keys):
        return None
    fields = Fields(source.root, findings, known, f"a {kind}")
    timed = kind in TIMED
    publication = Publication(
        draft=timed and fields.flag("draft"),
        publish_on=_moment(fields, "publish_on") if timed else None,
        expires_on=_moment(fields, "expires_on") if timed else None,
        aliases=fields.texts("aliases", 200),
    )
    comes, goes = publication.publish_on, publication.expires_on
    if comes and goes and goes <= comes:
        what = "expires_on is not after publish_on."
        fields.wrong(fields.line_of("expires_on"), what, "Let it go later than it comes.")
    return None if publication == PLAIN else publication


def _moment(fields: Fields, key: str) -> datetime | None:
    """Return the wall time of the field; a day stands for its first minute."""
    node = fields.scalar(key, _MEND, required=False)
    if node is None:
        return None
    try:
        if not _MOMENT.match(node.text):
            raise ValueError
        return datetime.fromisoformat(node.text)
    except ValueError:
        fields.wrong(node.line, f"{key} is {shown(node.text)}.", _MEND)
        return None
