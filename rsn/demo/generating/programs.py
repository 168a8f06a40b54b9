"""Programs and their cohorts: who leads, what is taught, and rounds from the first to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.people import ProgramRole
from domain.programs import Cohort, Lead, Program, ProgramStatus, ProgramWords
from domain.skills import Safeguarding, Skill
from domain.slugs import slug_from
from rsn.demo.generating import program_words as words
from rsn.demo.generating.drawing import Draw, capital
from rsn.demo.generating.growth import Growth
from rsn.demo.generating.skills import LANGUAGE

TAUGHT = frozenset({"mending", "kitchen", "garden", "languages"})
"""Categories whose skills read well as the subject of a program."""

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
TIMES = ("09:30-11:30", "14:00-16:00", "17:30-19:00", "18:00-20:00", "18:30-20:30")


@dataclass(frozen=True)
class Setting:
    """What programs draw from: the people by number, the skills, the zones."""

    seed: int
    growth: Growth
    people: Sequence[str]
    skills: Mapping[str, Skill]
    zones: Sequence[str]

    def settled(self, draw: Draw, day: date) -> str:
        """Return the slug of somebody who was there well before *day*."""
        return self.people[draw.number(0, max(9, self.growth.there_on(day - timedelta(days=60))) - 1)]


def programs(setting: Setting, so_many: int) -> tuple[dict[str, Program], dict[str, Cohort]]:
    """Return the programs and the cohorts of all of them, by slug."""
    made: dict[str, Program] = {}
    cohorts: dict[str, Cohort] = {}
    taught = [slug for slug, skill in setting.skills.items() if skill.category in TAUGHT]
    for number in range(so_many):
        draw = Draw(setting.seed, "program", number)
        title, zone = _title(number, setting.zones)
        slug = slug_from(title, made, fallback="program")
        program = _program(setting, draw, slug, title, zone, draw.some(taught, 2))
        made[program.slug] = program
        for cohort in _cohorts(setting, draw, program):
            cohorts[cohort.slug] = cohort
    return {slug: made[slug] for slug in sorted(made)}, {slug: cohorts[slug] for slug in sorted(cohorts)}


def _title(number: int, zones: Sequence[str]) -> tuple[str, str]:
    """Return a title of its own for each number, as long as there are combinations, and the zone in it."""
    thing = words.THINGS[number % len(words.THINGS)]
    meeting = words.MEETINGS[(number // len(words.THINGS) + number) % len(words.MEETINGS)]
    zone = zones[(number // (len(words.THINGS) * len(words.MEETINGS)) + number) % len(zones)]
    return f"{thing} {meeting} of {zone}", zone


def _program(setting: Setting, draw: Draw, slug: str, title: str, zone: str, taught: list[str]) -> Program:
    subject = _subject(setting.skills[taught[0]])
    said = {**words.PROGRAM_WORDS, "subject": (subject,), "Subject": (capital(subject),), "zone": (zone,)}
    text = ProgramWords(
        title=title,
        summary=draw.fill(draw.pick(words.SUMMARIES), said),
        place=draw.fill(draw.pick(words.PLACES), said),
        access=tuple(draw.some(words.ACCESS, draw.number(2, 4))),
        keeping_safe=draw.pick(words.SAFE),
        costs=draw.pick(words.COSTS),
        text=_text(setting, draw, said, taught),
    )
    open_skills = [s for s, skill in setting.skills.items() if skill.safeguarding is Safeguarding.OPEN]
    today = setting.growth.today
    stewards = {setting.settled(draw, today) for _ in range(draw.number(1, 2))}
    return Program(
        slug=slug,
        words={LANGUAGE: text},
        category=setting.skills[taught[0]].category,
        status=draw.pick((ProgramStatus.RUNNING,) * 5 + (ProgramStatus.PAUSED, ProgramStatus.ENDED)),
        stewards=tuple(sorted(stewards)),
        skills_taught=tuple(taught),
        skills_needed=tuple(s for s in draw.some(open_skills, 2) if s not in taught),
        languages=(LANGUAGE, *draw.some(("ar", "es", "pl", "so"), draw.number(0, 2))),
    )


def _subject(skill: Skill) -> str:
    label = skill.label[LANGUAGE]
    return label if skill.category == "languages" else label[:1].lower() + label[1:]


def _text(setting: Setting, draw: Draw, said: Mapping[str, Sequence[str]], taught: list[str]) -> str:
    """Return four to six paragraphs with a list, and links to the skills and to a page."""
    mark, headed = draw.pick(("-", "1.")), draw.pick(tuple(words.LISTS))
    items = "\n".join(f"{mark} {item}" for item in draw.some(words.LISTS[headed], draw.number(3, 6)))
    links = " and ".join(f"[{_subject(setting.skills[s])}](/skills/{s}/)" for s in taught)
    parts = [
        draw.fill(draw.pick(words.FIRST), said),
        *draw.some(words.MIDDLE, draw.number(1, 3)),
        f"{headed}\n\n{items}",
        f"On the table are *{draw.pick(('mostly', 'first of all', 'again and again'))}* {links}.",
        f"{draw.pick(words.LAST)} How a round is joined is told under [how it works](/how-it-works/).",
    ]
    return "\n\n".join(parts)


def _cohorts(setting: Setting, draw: Draw, program: Program) -> list[Cohort]:
    """Return the rounds of a program: none, one or a few, half a year apart, the last one near today."""
    so_many = draw.pick((0, 0, 1, 1, 1, 2))
    made: list[Cohort] = []
    for number in range(1, so_many + 1):
        ahead = draw.number(-130, 40) - 182 * (so_many - number)
        starts = setting.growth.today + timedelta(days=ahead)
        meetings = draw.number(5, 10)
        made.append(
            Cohort(
                slug=f"{program.slug}-{number}",
                program=program.slug,
                number=number,
                starts=starts,
                ends=starts + timedelta(weeks=meetings - 1),
                schedule=f"FREQ=WEEKLY;BYDAY={DAYS[starts.weekday()]};COUNT={meetings}",
                time=draw.pick(TIMES),
                capacity=draw.number(8, 14),
                language=LANGUAGE,
                leads=_leads(setting, draw, starts, made),
                text=draw.fill(draw.pick(words.COHORT_TEXTS), words.PROGRAM_WORDS),
            )
        )
    return made


def _leads(setting: Setting, draw: Draw, starts: date, before: list[Cohort]) -> tuple[Lead, ...]:
    """Return one or two who lead: one with knowledge, one who took part in an earlier round."""
    first = setting.settled(draw, min(starts, setting.growth.today))
    second = setting.settled(draw, min(starts, setting.growth.today))
    leads = [Lead(first, draw.pick((ProgramRole.FACILITATOR, ProgramRole.HOST)))]
    if second != first and before:
        leads.append(Lead(second, ProgramRole.PEER_MENTOR, before[-1].slug))
    return tuple(leads)
