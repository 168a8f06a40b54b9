"""Read network.yaml and categories.yaml: what every other file may rely on."""

from __future__ import annotations

import re

from domain.catalogue import Network, Zone
from domain.skills import Category
from site_builder.content.fields import MAX_SLUG, SLUG, Fields
from site_builder.content.known import Known
from site_builder.content.near import shown
from site_builder.content.source import Source
from site_builder.content.yaml_tree import Listing, Pairs, Scalar
from site_builder.problems import Findings

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?\Z")
_ADDRESS = re.compile(r"https?://[a-z0-9.-]+(:\d+)?(/[A-Za-z0-9._~-]+)*\Z")

_REACHED = re.compile(r"(?:https://|mailto:|tel:)[!-~]+\Z")


def languages_of(source: Source) -> tuple[str, ...]:
    """Return the network's languages as far as the file tells them: the other fields of it need them."""
    node = source.root.values.get("languages") if isinstance(source.root, Pairs) else None
    items = node.items if isinstance(node, Listing) else ()
    return tuple(dict.fromkeys(i.text for i in items if isinstance(i, Scalar) and LANGUAGE.match(i.text)))


def read_network(source: Source, known: Known, findings: Findings) -> Network:
    fields = Fields(source.root, findings, known, "network.yaml")
    network = Network(
        name=fields.words("name", 80),
        tagline=fields.words("tagline", 120),
        lead=fields.words("lead", 500),
        base_url=_base_url(fields),
        languages=_languages(fields),
        time_zone=_time_zone(fields),
        zones=_zones(fields),
        contact=fields.words("contact", 500),
        privacy=fields.words("privacy", 500),
        written_for=fields.day("written_for", required=False),
        security_contact=_security_contact(fields),
        security_expires=fields.day("security_expires", required=False),
    )
    if bool(network.security_contact) != bool(network.security_expires):
        line = fields.line_of("security_contact" if network.security_contact else "security_expires")
        fields.wrong(line, "security_contact and security_expires go together.", "Write both, or neither.")
    fields.done()
    return network


def _base_url(fields: Fields) -> str:
    address = fields.text("base_url", 200)
    if address and not _ADDRESS.match(address):
        mend = "Write it like https://weirside.example, without a slash at its end."
        fields.wrong(fields.line_of("base_url"), f"base_url is {shown(address)}.", mend)
    return address


def _security_contact(fields: Fields) -> str:
    contact = fields.text("security_contact", 200, required=False)
    if contact and not _REACHED.match(contact):
        mend = "Write an address that begins with https://, mailto: or tel:."
        fields.wrong(fields.line_of("security_contact"), f"security_contact is {shown(contact)}.", mend)
    return contact


def _languages(fields: Fields) -> tuple[str, ...]:
    for node in fields.scalars("languages", required=True):
        if not LANGUAGE.match(node.text):
            mend = "Write its code, like en, es or ar; the first one is the default."
            fields.wrong(node.line, f"{shown(node.text)} is no language code.", mend)
    return fields.known.languages


def _time_zone(fields: Fields) -> str:
    from zoneinfo import ZoneInfo

    name = fields.text("time_zone", 60)
    try:
        if name:
            ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        mend = "Write a name of the IANA list, like Europe/London."
        fields.wrong(fields.line_of("time_zone"), f"time_zone is {shown(name)}.", mend)
    return name


def _zones(fields: Fields) -> tuple[Zone, ...]:
    zones: list[Zone] = []
    for item in fields.groups("zones", "a zone", required=True):
        zones.append(Zone(new_slug(item, {z.slug for z in zones}), item.words("name", 60)))
        item.done()
    return tuple(zones)


def new_slug(fields: Fields, others: set[str]) -> str:
    """Return the slug that this item gives itself; report one of a wrong shape or given before."""
    slug = fields.text("slug", MAX_SLUG)
    if slug and not SLUG.match(slug):
        mend = "Use small letters and digits, with single dashes between."
        fields.wrong(fields.line_of("slug"), f"slug is {shown(slug)}.", mend)
    elif slug in others:
        fields.wrong(
            fields.line_of("slug"), f"slug {shown(slug)} is taken by an item above.", "Choose another one."
        )
    return slug


def read_categories(source: Source, known: Known, findings: Findings) -> dict[str, Category]:
    """Return the categories in the order of the file."""
    if not isinstance(source.root, Listing):
        findings.add(1, "categories.yaml is not a list.", "Begin each category with '- slug: …'.")
        return {}
    categories: dict[str, Category] = {}
    for node in source.root.items:
        fields = Fields(node, findings, known, "a category", node.line)
        slug = new_slug(fields, set(categories))
        categories[slug] = Category(slug, fields.words("label", 60), fields.words("description", 300))
        fields.done()
    return categories
