"""All that the content of a generated community says, as values."""

from __future__ import annotations

from datetime import date

from domain.catalogue import Catalogue
from rsn.demo.generating import around
from rsn.demo.generating.growth import Growth
from rsn.demo.generating.members import addresses, members, roles_in
from rsn.demo.generating.news import news
from rsn.demo.generating.policies import policies
from rsn.demo.generating.programs import Setting, programs
from rsn.demo.generating.sizes import Sizes
from rsn.demo.generating.skills import LANGUAGE, categories, skills


def catalogue_of(sizes: Sizes, seed: int, today: date) -> Catalogue:
    """Return a community of these *sizes* as it is *today*; equal arguments, equal value."""
    growth = Growth(sizes, today)
    network = around.network(sizes)
    shared = skills(sizes.skills, seed)
    names = addresses(sizes.members)
    zone_names = tuple(zone.name[LANGUAGE] for zone in network.zones)
    setting = Setting(seed, growth, tuple(names), shared, zone_names)
    offered, cohorts = programs(setting, sizes.programs)
    return Catalogue(
        network=network,
        categories=categories(),
        skills=shared,
        programs=offered,
        cohorts=cohorts,
        members=members(seed, growth, names, tuple(shared), network.zones, roles_in(offered, cohorts)),
        playbooks=around.playbooks(seed, shared, tuple(zone.slug for zone in network.zones), today),
        policies=policies(),
        pages=around.pages(),
        news=news(seed, growth, sizes.news),
    )
