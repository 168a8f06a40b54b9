"""Read a file of cohorts/."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from domain.people import ProgramRole
from domain.programs import Cohort, Lead
from site_builder.content.fields import UNKNOWN_DAY, Fields
from site_builder.content.known import Known
from site_builder.content.mentions import is_draft
from site_builder.content.near import shown
from site_builder.content.network import LANGUAGE
from site_builder.content.publication import publication_keys
from site_builder.content.schedule import fit_problems, schedule_problems, time_problem
from site_builder.content.source import Source
from site_builder.problems import Findings


class LeadRole(StrEnum):
    """The roles one leads a cohort in."""

    FACILITATOR = "facilitator"
    PEER_MENTOR = "peer mentor"
    HOST = "host"


def read_cohort(source: Source, known: Known, findings: Findings) -> Cohort:
    fields = Fields(source.root, findings, known, "a cohort")
    program = fields.reference("program", "program")
    number = fields.number("number", 1, 999)
    starts, ends = fields.day("starts"), fields.day("ends")
    schedule = _schedule(fields, starts, ends)
    cohort = Cohort(
        slug=source.slug,
        program=program,
        number=number or 0,
        starts=starts or UNKNOWN_DAY,
        ends=ends or UNKNOWN_DAY,
        schedule=schedule,
        time=_time(fields),
        capacity=fields.number("capacity", 1, 500) or 0,
        language=_language(fields),
        leads=_leads(fields, source.slug),
        text=source.body,
    )
    fields.taken += publication_keys("cohort")
    fields.done()
    if program and number and source.slug != f"{program}-{number}":
        what = f"the file is called '{source.slug}.md', but it is number {number} of '{program}'."
        findings.add(
            fields.line_of("number"), what, f"Call it '{program}-{number}.md', or mend number or program."
        )
    return cohort


def _schedule(fields: Fields, starts: date | None, ends: date | None) -> str:
    schedule = fields.text("schedule", 200)
    if not schedule:
        return ""
    problems = list(schedule_problems(schedule))
    for what, mend in problems:
        fields.wrong(fields.line_of("schedule"), what, mend)
    if starts and ends and ends < starts:
        fields.wrong(fields.line_of("ends"), f"ends is {ends}, before starts, {starts}.", "Mend one of the two.")
    elif starts and ends and not problems:
        for key, what, mend in fit_problems(schedule, starts, ends):
            fields.wrong(fields.line_of(key), what, mend)
    return schedule


def _time(fields: Fields) -> str:
    text = fields.text("time", 20)
    mend = time_problem(text) if text else None
    if mend:
        fields.wrong(fields.line_of("time"), f"time is {shown(text)}.", mend)
    return text


def _language(fields: Fields) -> str:
    code = fields.text("language", 20)
    if code and not LANGUAGE.match(code):
        fields.wrong(fields.line_of("language"), f"language is {shown(code)}.", "Write its code, like en or ti.")
    return code


def _leads(fields: Fields, slug: str) -> tuple[Lead, ...]:
    leads: list[Lead] = []
    for item in fields.groups("leads", "a lead", required=True):
        member = item.reference("member", "member")
        if member and any(lead.member == member for lead in leads):
            item.wrong(item.line_of("member"), f"{shown(member)} leads this cohort twice.", "Keep one of the two.")
        role = ProgramRole(item.choice("role", LeadRole).value)
        origin = item.reference("learnt_in", "cohort", required=False)
        if origin and is_draft("cohort", origin, fields.known) and not is_draft("cohort", slug, fields.known):
            mend = "Publish it first (take 'draft: true' out of its file), or take the name out."
            item.wrong(
                item.line_of("learnt_in"), f"learnt_in names {shown(origin)}, which is still a draft.", mend
            )
        leads.append(Lead(member, role, origin))
        item.done()
    return tuple(leads)
