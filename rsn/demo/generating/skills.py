"""The skills of a generated community: as many as it has use for, of every family alike."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest

from domain.skills import Category, Skill
from domain.slugs import slug_from
from rsn.demo.generating.drawing import Draw, capital
from rsn.demo.generating.skill_words import CATEGORIES, FAMILIES, Family

LANGUAGE = "en"


def categories() -> dict[str, Category]:
    """Return the categories in the order in which pages show them."""
    return {
        slug: Category(slug, {LANGUAGE: label}, {LANGUAGE: description})
        for slug, (label, description) in CATEGORIES.items()
    }


def skills(so_many: int, seed: int) -> dict[str, Skill]:
    """Return *so_many* skills, or all there are, in the order of their slugs; related ones name each other."""
    turns = zip_longest(*([(family, item) for item in family.items] for family in FAMILIES))
    wanted = [one for turn in turns for one in turn if one is not None][:so_many]
    made: dict[str, Skill] = {}
    by_category: dict[str, list[str]] = {}
    for family, item in wanted:
        skill = _skill(family, item, made)
        made[skill.slug] = skill
        by_category.setdefault(skill.category, []).append(skill.slug)
    related: dict[str, set[str]] = {slug: set() for slug in made}
    for slug, skill in made.items():
        for other in Draw(seed, "skill", slug).some(by_category[skill.category], 2):
            if other != slug:
                related[slug].add(other)
                related[other].add(slug)
    return {slug: replace(made[slug], related=tuple(sorted(related[slug]))) for slug in sorted(made)}


def _skill(family: Family, item: str, taken: dict[str, Skill]) -> Skill:
    inner = item if item.split()[0] in _PROPER else item[:1].lower() + item[1:]
    label = capital(family.label.format(it=item))
    return Skill(
        slug=slug_from(label, taken, fallback="skill"),
        label={LANGUAGE: label},
        category=family.category,
        description={LANGUAGE: capital(family.description.format(it=inner))},
        also={LANGUAGE: tuple(name.format(it=inner) for name in family.also)},
        safeguarding=family.safeguarding,
        crisis_relevant=item in family.crisis,
    )


_PROPER = frozenset(
    item for family in FAMILIES if family.category in ("languages", "papers") for item in family.items
)
"""Words that keep their large letter inside a sentence: the names of languages."""
