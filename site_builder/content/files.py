"""Stage one of reading content/: every file once, with its lines, and what may be named in all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from site_builder.content.fields import SLUG
from site_builder.content.folder import Found, check_translations, gather, gather_images
from site_builder.content.kinds import CATEGORIES, NETWORK, Kind
from site_builder.content.known import Known
from site_builder.content.network import languages_of
from site_builder.content.source import Source, read_markdown_file, read_yaml_file
from site_builder.content.traits import traits
from site_builder.content.yaml_tree import Listing, Node, Pairs, Scalar
from site_builder.problems import Report


@dataclass(frozen=True)
class Files:
    """
    All that could be read: *originals* and *translations* by kind and slug, in the order of the names; *paths* has
    also the originals that could not.
    """

    network: Source | None
    categories: Source | None
    known: Known
    originals: dict[tuple[str, str], Source] = field(default_factory=dict)
    translations: dict[tuple[str, str], dict[str, Source]] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=dict)
    paths: dict[tuple[str, str], str] = field(default_factory=dict)
    images: list[Path] = field(default_factory=list)

    def of(self, kind: str) -> list[Source]:
        return [source for (name, _), source in self.originals.items() if name == kind]

    def translations_of(self, kind: str, slug: str) -> dict[str, Source]:
        return self.translations.get((kind, slug), {})

    def each(self) -> Iterator[tuple[Kind, Source]]:
        """Yield the files of the kinds, translations after their originals."""
        for (kind, slug), source in self.originals.items():
            yield self.kinds[kind], source
            for translation in self.translations_of(kind, slug).values():
                yield self.kinds[kind], translation


def read_files(content: Path, report: Report) -> Files:
    """Return the files of the folder *content*; report those that cannot be read."""
    gathered = gather(content, report)
    network = shared_file(content / NETWORK, report)
    categories = shared_file(content / CATEGORIES, report)
    languages = languages_of(network) if network else ()
    found = check_translations(gathered, languages, report)
    images = gather_images(content, report)
    slugs = slugs_of(found, network, categories) | {"image": frozenset(image.name for image in images)}
    known = Known(languages, slugs)
    kinds = {f.kind.name: f.kind for f in found}
    paths = {(f.kind.name, f.slug): f.path for f in found if not f.language}
    files = Files(network, categories, known, kinds=kinds, paths=paths, images=images)
    for file in found:
        source = _read(file, report)
        if source and file.language:
            files.translations.setdefault((file.kind.name, file.slug), {})[file.language] = source
        elif source:
            files.originals[file.kind.name, file.slug] = source
            for trait, slug in traits(file.kind.name, source):
                slugs[trait] = slugs.get(trait, frozenset()) | {slug}
    return files


def shared_file(file: Path, report: Report) -> Source | None:
    findings = report.of(file.as_posix())
    if not file.is_file():
        findings.add(1, "the file is missing.", "Write it as docs/content.md shows.")
        return None
    return read_yaml_file(file, file.as_posix(), findings)


def _read(found: Found, report: Report) -> Source | None:
    findings = report.of(found.path)
    if found.kind.suffix == ".yaml":
        return read_yaml_file(found.file, found.path, findings)
    return read_markdown_file(found.file, found.path, found.slug, found.language, findings)


def slugs_of(found: list[Found], network: Source | None, categories: Source | None) -> dict[str, frozenset[str]]:
    """Return the slugs of each kind: those of files, and those that zones and categories give themselves."""
    kinds = ("skill", "program", "cohort", "member", "playbook", "page", "news")
    slugs = {kind: frozenset(f.slug for f in found if f.kind.name == kind and not f.language) for kind in kinds}
    zones = network.root.values.get("zones") if network and isinstance(network.root, Pairs) else None
    if isinstance(zones, Listing):
        slugs["zone"] = _own_slugs(zones)
    if categories and isinstance(categories.root, Listing):
        slugs["category"] = _own_slugs(categories.root)
    return slugs


def _own_slugs(listing: Listing) -> frozenset[str]:
    nodes: list[Node | None] = [item.values.get("slug") for item in listing.items if isinstance(item, Pairs)]
    return frozenset(node.text for node in nodes if isinstance(node, Scalar) and SLUG.match(node.text))
