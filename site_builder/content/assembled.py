"""The catalogue made of kept values, and what its entries say together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn

from domain.catalogue import Catalogue, Image
from domain.publication import MAPPINGS
from domain.skills import Skill
from site_builder.content.common import Common
from site_builder.content.doubt import Doubt
from site_builder.content.entry import Extra
from site_builder.content.index import Index
from site_builder.content.kept import KeptMapping, Store, hash_of
from site_builder.content.kinds import KINDS
from site_builder.content.rows import Rows

if TYPE_CHECKING:
    from site_builder.content.source import Source

MAPPING = MAPPINGS | {"policy": "policies"}
"""The mapping of the catalogue that holds each kind."""


def mapping_of(catalogue: Catalogue, kind: str) -> KeptMapping[Any]:
    mapping: KeptMapping[Any] = getattr(catalogue, MAPPING[kind])
    return mapping


def assembled(
    index: Index,
    common: Common,
    extras: dict[tuple[str, str], Extra],
    images: dict[str, Image],
    store: Store,
) -> Catalogue:
    """Return the catalogue whose values stand where *index* says."""
    mappings: dict[str, Any] = {}
    for kind in KINDS:
        rows = index.records.get(kind.name) or Rows(kind.suffix)
        mappings[MAPPING[kind.name]] = KeptMapping(
            MAPPING[kind.name], rows.places(), store, rows.by_slug(rows.digests), rows.by_slug(rows.others)
        )
    mappings["skills"] = _related_both_ways(mappings["skills"], index.related, store)
    # In the order in which a plain reading meets them: by the names of folders, then of files.
    order = [(kind.name, slug) for kind in sorted(KINDS, key=_folder) for slug in index.records.get(kind.name, ())]
    here = [
        (f"{kind}/{slug}", extras[kind, slug])
        for kind, slug in (order if extras else ())
        if (kind, slug) in extras
    ]
    return Catalogue(
        network=common.network,
        categories=common.categories,
        publications={key: extra.publication for key, extra in here if extra.publication is not None},
        mentions={key: extra.mentions for key, extra in here if extra.mentions},
        images=images,
        **mappings,
    )


def _folder(kind: Any) -> str:
    return str(kind.folder)


def _related_both_ways(
    skills: KeptMapping[Skill], related: dict[str, tuple[str, ...]], store: Store
) -> KeptMapping[Skill]:
    """Return the skills with `related` made mutual, as load.py does; no value is read for it."""
    naming: dict[str, list[str]] = {slug: [] for slug in related}
    for slug, others in related.items():
        for other in others:
            naming[other].append(slug)
    mutual = {slug: tuple(dict.fromkeys([*others, *naming[slug]])) for slug, others in related.items()}

    def told(slug: str, digest: bytes) -> bytes:
        return digest if mutual[slug] == related[slug] else hash_of(digest + "\n".join(mutual[slug]).encode())

    return KeptMapping(
        "skills",
        skills.places,
        store,
        {slug: told(slug, digest) for slug, digest in skills.digests.items()},
        {slug: told(slug, digest) for slug, digest in skills.without_texts.items()},
        lambda slug, skill: replace(skill, related=mutual[slug]),
    )


class _NoSources(dict[tuple[str, str], "Source"]):
    """Whoever asks for a source has a problem to tell."""

    def __missing__(self, key: tuple[str, str]) -> NoReturn:
        raise Doubt


def check_together(catalogue: Catalogue, sets: dict[str, frozenset[str]], languages: tuple[str, ...]) -> None:
    """
    Compare what the entries say.

    Raises:
        Doubt: something does not fit.
    """
    # Imported late: most edits change a text, and nothing is compared.
    from site_builder.content.aliases import check_aliases
    from site_builder.content.files import Files
    from site_builder.content.known import Known
    from site_builder.content.relations import check_relations
    from site_builder.problems import Report

    report = Report()
    files = Files(None, None, Known(languages, sets), originals=_NoSources())
    check_relations(catalogue, files, report)
    check_aliases(catalogue, files, report)
    if report.problems:
        raise Doubt
