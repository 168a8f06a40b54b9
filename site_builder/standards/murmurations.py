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

MOST_TAGS = 30
LONGEST_TAG = 100


def murmurations_files(site: Site) -> Iterator[Verbatim]:
    """Yield the network's profile, one file for each offer, and the list of their addresses."""
    yield json_file("data/murmurations/organization.json", organization(site))
    profiles = [f"{base_of(site)}/data/murmurations/organization.json"]
    for skill in offered(site):
        path = f"data/murmurations/offers/{stable_id(site, 'offer', skill.slug)}.json"
        yield json_file(path, offer(site, skill))
        profiles.append(f"{base_of(site)}/{path}")
    yield json_file("data/murmurations/index.json", {"profiles": profiles})


def offered(site: Site) -> list[Skill]:
    """Return the skills that somebody shares in public, in the order of the catalogue."""
    return [s for s in site.catalogue.skills.values() if site.sharers[s.slug].named]


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
