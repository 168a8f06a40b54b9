"""The members as they say it themselves: what they share, what they invite help with, a few sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from domain.catalogue import ContentMember, Zone
from domain.people import (
    Audience,
    Consent,
    Entry,
    Fluency,
    Invitation,
    Language,
    Level,
    ProgramRole,
    Role,
    Share,
)
from domain.programs import Cohort, Program
from domain.slugs import slug_from
from rsn.demo.generating import member_words as words
from rsn.demo.generating.drawing import Draw
from rsn.demo.generating.growth import Growth
from rsn.demo.generating.names import full_name

LONGEST_ABOUT = 105
"""In words; a closing sentence may come on top."""


def addresses(so_many: int) -> dict[str, str]:
    """Return name by slug, in the order in which the members came."""
    made: dict[str, str] = {}
    for number in range(so_many):
        name = full_name(number)
        made[slug_from(name, made)] = name
    return made


def members(
    seed: int,
    growth: Growth,
    names: Mapping[str, str],
    skills: Sequence[str],
    zones: Sequence[Zone],
    roles: Mapping[str, tuple[Role, ...]],
) -> dict[str, ContentMember]:
    """Return every member by slug, in the order of the slugs."""
    said = {**words.ABOUT_WORDS, "zone": tuple(zone.name["en"] for zone in zones)}
    made = {
        slug: _member(Draw(seed, "member", slug), slug, name, joined, skills, zones, roles.get(slug, ()), said)
        for (slug, name), joined in zip(names.items(), growth.joined, strict=True)
    }
    return {slug: made[slug] for slug in sorted(made)}


def roles_in(programs: Mapping[str, Program], cohorts: Mapping[str, Cohort]) -> dict[str, tuple[Role, ...]]:
    """Return by member what they do in the programs, each once."""
    found: dict[str, dict[Role, None]] = {}
    for program in programs.values():
        for steward in program.stewards:
            found.setdefault(steward, {})[Role(program.slug, ProgramRole.STEWARD)] = None
    for cohort in cohorts.values():
        for lead in cohort.leads:
            found.setdefault(lead.member, {})[Role(cohort.program, lead.role)] = None
    return {member: tuple(roles) for member, roles in found.items()}


def _member(
    draw: Draw,
    slug: str,
    name: str,
    joined: date,
    skills: Sequence[str],
    zones: Sequence[Zone],
    roles: tuple[Role, ...],
    said: Mapping[str, Sequence[str]],
) -> ContentMember:
    picked = [skills[int(len(skills) * draw.share() ** 1.4)] for _ in range(draw.number(2, 6))]
    own = list(dict.fromkeys(picked))
    shared = draw.number(1, max(1, len(own) - 1))
    entry = Entry(
        slug=slug,
        name=name,
        pronouns=draw.pick(words.PRONOUNS),
        languages=_languages(draw),
        zone=draw.pick(zones).slug,
        shares=tuple(_share(draw, skill, said) for skill in own[:shared]),
        invites=tuple(Invitation(skill, draw.pick(words.WISHES)) for skill in own[shared:]),
        roles=roles,
        since=joined,
        about=_about(draw, said),
    )
    return ContentMember(entry, Consent(Audience.PUBLIC, joined))


def _languages(draw: Draw) -> tuple[Language, ...]:
    others = draw.some(words.LANGUAGES, draw.pick((0, 0, 0, 1, 1, 2)))
    if others and draw.of_hundred(60):
        return (Language(others[0], Fluency.FIRST), Language("en", draw.pick((Fluency.FLUENT, Fluency.GOOD))))
    return (
        Language("en", Fluency.FIRST),
        *(Language(o, draw.pick((Fluency.GOOD, Fluency.BASIC))) for o in others),
    )


def _share(draw: Draw, skill: str, said: Mapping[str, Sequence[str]]) -> Share:
    return Share(
        skill=skill,
        level=draw.pick((Level.LEARNING, Level.CAN_DO, Level.CAN_DO, Level.CAN_TEACH)),
        format=draw.fill(draw.pick(words.FORMATS), said),
        when=draw.fill(draw.pick(words.TIMES), said),
        note=draw.fill(draw.pick(words.NOTES), said) if draw.of_hundred(70) else "",
    )


def _about(draw: Draw, said: Mapping[str, Sequence[str]]) -> str:
    """Return between about twenty and a hundred and twenty words, in one paragraph or two."""
    lines = [draw.fill(draw.pick(words.OPENINGS), said)]
    wanted = draw.number(20, LONGEST_ABOUT)
    for pattern in draw.some(words.MIDDLES, len(words.MIDDLES)):
        line = draw.fill(pattern, said)
        if len(" ".join([*lines, line]).split()) > wanted and len(" ".join(lines).split()) >= 15:
            break
        lines.append(line)
    lines.append(draw.fill(draw.pick(words.CLOSINGS), said))
    half = len(lines) // 2 if len(lines) > 5 else len(lines)
    return "\n\n".join(" ".join(part) for part in (lines[:half], lines[half:]) if part)
