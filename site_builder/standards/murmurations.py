"""
The network and what it shares, as the Murmurations index reads it.

Rules of this file: an offer is a skill of which at least one member shows in public that they share it. It names
nobody, repeats nobody's words and leads to the page of the skill. No want is ever written: needs are not public.
No person is written either: a profile in an index of others is more than our public page, and nobody agreed to it.
Source: Murmurations schemas organizations_schema-v1.0.0 and offers_wants_schema-v0.1.0 (GPL-3.0 library).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain.skills import Skill
from domain.words import in_language
from site_builder.model import Site
from site_builder.standards.ids import base_of, json_file, stable_id
from site_builder.steps import Verbatim
from site_builder.watching import summary

MOST_TAGS = 30
LONGEST_TAG = 100


def murmurations_files(site: Site) -> Iterator[Verbatim]:
    """Yield the network's profile, and the list of all addresses."""
    yield json_file("data/murmurations/organization.json", organization(site))
    profiles = [f"{base_of(site)}/data/murmurations/organization.json"]
    profiles += [f"{base_of(site)}/{offer_path(site, skill)}" for skill in offered(site)]
    yield json_file("data/murmurations/index.json", {"profiles": profiles})


def offer_file(site: Site, skill: str) -> Iterator[Verbatim]:
    """Yield the offer of a skill, where somebody shares it in public."""
    if is_offered(site, skill):
        yield json_file(offer_path(site, skill), offer(site, site.catalogue.skills[skill]))


def offer_path(site: Site, skill: str) -> str:
    """Return where the offer of a skill lies."""
    return f"data/murmurations/offers/{stable_id(site, 'offer', skill)}.json"


def offered(site: Site) -> list[str]:
    """Return the skills that somebody shares in public, in the order of the catalogue."""
    return [slug for slug in site.catalogue.skills if is_offered(site, slug)]


@summary
def is_offered(site: Site, skill: str) -> bool:
    """Tell whether somebody shares the skill in public."""
    return bool(site.sharers[skill].named)


def organization(site: Site) -> dict[str, Any]:
    """Return the network's profile."""
    network = site.catalogue.network
    tags = [in_language(c.label, site.default) for c in site.catalogue.categories.values()]
    return {
        "linked_schemas": ["organizations_schema-v1.0.0"],
        "name": in_language(network.name, site.default),
        "primary_url": f"{base_of(site)}/",
        "tags": _tags(["mutual aid", "time bank", *tags]),
        "description": in_language(network.lead, site.default),
        "mission": in_language(network.tagline, site.default),
        "status": "active",
        "geographic_scope": "local",
        "urls": [
            {"name": "News and decisions", "url": f"{base_of(site)}/feed.xml"},
            {"name": "Programs as HSDS 3.1", "url": f"{base_of(site)}/data/hsds/services.json"},
        ],
    }


def offer(site: Site, skill: Skill) -> dict[str, Any]:
    """Return what the network offers of one skill."""
    also = (word for words in skill.also.values() for word in words)
    return {
        "linked_schemas": ["offers_wants_schema-v0.1.0"],
        "exchange_type": "offer",
        "item_type": "service",
        "transaction_type": ["receive-donate"],
        "tags": _tags([*skill.label.values(), *also]),
        "title": in_language(skill.label, site.default),
        "description": in_language(skill.description, site.default),
        "details_url": f"{base_of(site)}/skills/{skill.slug}/",
        "geographic_scope": "local",
        "contact_details": {"contact_form": f"{base_of(site)}/forms/share?direction=need&skill={skill.slug}"},
    }


def _tags(words: list[str]) -> list[str]:
    return list(dict.fromkeys(word[:LONGEST_TAG] for word in words))[:MOST_TAGS]
