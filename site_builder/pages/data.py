"""The page of the open data: every table, every column, and where the files lie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from presentation.translations import N_
from site_builder.model import Site
from site_builder.open_data import TABLES, Table
from site_builder.pages.page import page
from site_builder.steps import Step
from site_builder.structured import address, base, graph, name, organization, trail, word
from site_builder.units import Unit

TITLE = N_("Open data")


def units(site: Site, language: str) -> Iterator[Unit]:
    yield Unit(data_page, (language,))


def data_page(site: Site, language: str) -> Iterator[Step]:
    yield page(
        site,
        language,
        "/data/",
        "data.html",
        structured=_structured(site, language),
        tables=tuple(TABLES.values()),
    )


def _structured(site: Site, language: str) -> Mapping[str, object]:
    sets = (_dataset(site, language, table) for table in TABLES.values())
    return graph(*sets, trail(site, language, (word(language, TITLE), "/data/")))


def _dataset(site: Site, language: str, table: Table) -> dict[str, Any]:
    files = (("text/csv", "csv"), ("application/json", "json"))
    where = f"{base(site)}/data/{table.name}"
    return {
        "@type": "Dataset",
        "@id": f"{base(site)}/data/#{table.name}",
        "name": f"{name(site, language)}: {word(language, table.title)}",
        "description": word(language, table.about),
        "url": address(site, "/data/", language),
        "creator": {"@type": "Organization", **organization(site), "name": name(site, language)},
        "isAccessibleForFree": True,
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{where}.{ending}"}
            for kind, ending in files
        ],
    }
