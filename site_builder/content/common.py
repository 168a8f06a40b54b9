"""What every entry may rely on: network.yaml, categories.yaml, and which entries there are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from domain.catalogue import Network
from domain.skills import Category
from site_builder.content.doubt import Doubt
from site_builder.content.entry import raw_of
from site_builder.content.kept import hash_of
from site_builder.content.kinds import CATEGORIES, NETWORK
from site_builder.problems import Report

FILES = (f"/{NETWORK}", f"/{CATEGORIES}")


@dataclass(frozen=True)
class Common:
    """What the two files say, the slugs they give, their hashes, and their words for the check of privacy."""

    network: Network
    categories: dict[str, Category]
    languages: tuple[str, ...]
    slugs: dict[str, frozenset[str]]
    hashes: dict[str, bytes]
    words: tuple[str, str]


def read_common(content: Path) -> Common:
    """
    Return what network.yaml and categories.yaml say.

    Raises:
        Doubt: something is wrong with one of them.
    """
    # Imported late here and below: these two files hardly ever change.
    from site_builder.content.files import shared_file, slugs_of
    from site_builder.content.known import Known
    from site_builder.content.network import languages_of, read_categories, read_network

    report = Report()
    network, categories = shared_file(content / NETWORK, report), shared_file(content / CATEGORIES, report)
    if network is None or categories is None:
        raise Doubt
    known = Known(languages_of(network))
    common = Common(
        read_network(network, known, report.of(network.path)),
        read_categories(categories, known, report.of(categories.path)),
        known.languages,
        {kind: slugs for kind, slugs in slugs_of([], network, categories).items() if slugs},
        {file: hash_of(raw_of(f"{content.as_posix()}{file}")) for file in FILES},
        (network.text_without("contact"), categories.text),
    )
    if report.problems:
        raise Doubt
    return common


def check_words(common: Common, names: set[str]) -> None:
    """
    Look for ways to reach a person in both files.

    Raises:
        Doubt: there may be one.
    """
    from site_builder.content.privacy import check_privacy

    report = Report()
    for words in common.words:
        check_privacy(words, names, report.of(""))
    if report.problems:
        raise Doubt


def places_of(content: Path, languages: tuple[str, ...]) -> dict[str, dict[str, tuple[str, ...]]]:
    """
    Return the names of the files of each entry, the original first, by kind and slug in the order of the names.

    Raises:
        Doubt: something lies in a folder where it does not belong.
    """
    from site_builder.content.folder import check_translations, gather, gather_images

    report = Report()
    found = check_translations(gather(content, report), languages, report)
    gather_images(content, report)
    if report.problems:
        raise Doubt
    places: dict[str, dict[str, tuple[str, ...]]] = {}
    for file in found:
        if not file.language:
            places.setdefault(file.kind.name, {})[file.slug] = (file.file.name,)
    for file in found:
        if file.language:
            places[file.kind.name][file.slug] += (file.file.name,)
    return places
