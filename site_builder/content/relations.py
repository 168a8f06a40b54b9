"""What several files say together: roles that agree both ways, lineage that runs forward, labels used once."""

from __future__ import annotations

from collections.abc import Mapping

from domain.catalogue import Catalogue
from domain.people import ProgramRole
from domain.programs import Cohort
from site_builder.content.fields import UNKNOWN_DAY
from site_builder.content.near import one_of, shown
from site_builder.content.source import Source
from site_builder.content.yaml_tree import Listing, Pairs, Scalar
from site_builder.problems import Report

Sources = Mapping[tuple[str, str], Source]
"""The originals by kind and slug."""


def check_relations(catalogue: Catalogue, sources: Sources, report: Report) -> None:
    for check in (_stewards, _leads, _roles, _learnt_in, _cohorts_in_order, _cohort_languages, _labels):
        check(catalogue, sources, report)


def _has_role(catalogue: Catalogue, member: str, program: str, role: ProgramRole) -> bool:
    """Tell whether the member's file lists the role; true where there is no such file, which is told elsewhere."""
    found = catalogue.members.get(member)
    return found is None or any(r.program == program and r.role is role for r in found.entry.roles)


def _add_role(program: str, role: ProgramRole, member: str) -> str:
    return (
        f"Add '- {{program: {program}, role: {role}}}' to the roles of members/{member}.md, or take the name out."
    )


def _stewards(catalogue: Catalogue, sources: Sources, report: Report) -> None:
    for program in catalogue.programs.values():
        for member in program.stewards:
            if not _has_role(catalogue, member, program.slug, ProgramRole.STEWARD):
                source = sources["program", program.slug]
                what = f"stewards names '{member}', whose own file does not say so."
                mend = _add_role(program.slug, ProgramRole.STEWARD, member)
                report.of(source.path).add(_line_of_item(source, "stewards", member), what, mend)


def _leads(catalogue: Catalogue, sources: Sources, report: Report) -> None:
    for cohort in catalogue.cohorts.values():
        for place, lead in enumerate(cohort.leads):
            if cohort.program and not _has_role(catalogue, lead.member, cohort.program, lead.role):
                source = sources["cohort", cohort.slug]
                what = f"'{lead.member}' leads as {lead.role}, and their own file does not say so."
                mend = _add_role(cohort.program, lead.role, lead.member)
                report.of(source.path).add(source.line_of("leads", place, "role"), what, mend)


def _roles(catalogue: Catalogue, sources: Sources, report: Report) -> None:
    """Check that what a member's file claims is said by the program or one of its cohorts."""
    led = {(lead.member, c.program, lead.role) for c in catalogue.cohorts.values() for lead in c.leads}
    for slug, member in catalogue.members.items():
        source = sources["member", slug]
        for place, role in enumerate(member.entry.roles):
            program = catalogue.programs.get(role.program)
            if program is None:
                continue
            line = source.line_of("roles", place, "role")
            if role.role is ProgramRole.STEWARD:
                if slug not in program.stewards:
                    mend = f"Add '{slug}' to the stewards of programs/{program.slug}.md, or take the role out."
                    report.of(source.path).add(line, f"'{program.slug}' does not name this steward.", mend)
            elif (slug, role.program, role.role) not in led:
                what = f"no cohort of '{program.slug}' is led by '{slug}' as {role.role}."
                mend = "Name them among the leads of a cohort, or take the role out."
                report.of(source.path).add(line, what, mend)


def _learnt_in(catalogue: Catalogue, sources: Sources, report: Report) -> None:
    for cohort in catalogue.cohorts.values():
        for place, lead in enumerate(cohort.leads):
            origin = catalogue.cohorts.get(lead.learnt_in)
            if origin and UNKNOWN_DAY not in (origin.starts, cohort.starts) and origin.starts >= cohort.starts:
                source = sources["cohort", cohort.slug]
                what = f"learnt_in names '{origin.slug}', which does not begin before this cohort."
                mend = "Name the earlier cohort they came from."
                report.of(source.path).add(source.line_of("leads", place, "learnt_in"), what, mend)


def _cohorts_in_order(catalogue: Catalogue, sources: Sources, report: Report) -> None:
    """Check that a program's cohorts begin in the order of their numbers."""
    for program in catalogue.programs:
        before: Cohort | None = None
        for cohort in catalogue.cohorts_of(program):
            if cohort.starts == UNKNOWN_DAY:
                continue
            if before and cohort.starts <= before.starts:
                source = sources["cohort", cohort.slug]
                what = f"starts is {cohort.starts}, and number {before.number} starts on {before.starts}."
                mend = "Number the cohorts in the order in which they begin."
                report.of(source.path).add(source.line_of("starts"), what, mend)
            before = cohort


def _cohort_languages(catalogue: Catalogue, sources: Sources, report: Report) -> None:
    for cohort in catalogue.cohorts.values():
        program = catalogue.programs.get(cohort.program)
        if program and program.languages and cohort.language and cohort.language not in program.languages:
            source = sources["cohort", cohort.slug]
            what = f"language is '{cohort.language}', and '{program.slug}' speaks {one_of(program.languages)}."
            mend = "Mend it here, or add the language to the program."
            report.of(source.path).add(source.line_of("language"), what, mend)


def _labels(catalogue: Catalogue, sources: Sources, report: Report) -> None:
    """Check that no label or synonym of a language stands for two skills, or twice for one."""
    seen: dict[tuple[str, str], str] = {}
    for slug, skill in catalogue.skills.items():
        source = sources["skill", slug]
        named = [(language, label, source.line_of("label", language)) for language, label in skill.label.items()]
        for language, synonyms in skill.also.items():
            # The very same text twice in one list is told where the list is read.
            named += [(language, s, _line_of_item(source, "also", s, language)) for s in dict.fromkeys(synonyms)]
        for language, text, line in named:
            other = seen.setdefault((language, text.casefold()), slug) if text else slug
            if text and (other != slug or _named_before(named, language, text, line)):
                where = f"of skills/{other}.md too" if other != slug else "of this skill already"
                mend = "Let one skill have the name, once."
                report.of(source.path).add(line, f"{shown(text)} is a name {where}.", mend)


def _named_before(named: list[tuple[str, str, int]], language: str, text: str, line: int) -> bool:
    """Tell whether an earlier name of the same skill is this one."""
    names = [(one, other.casefold()) for one, other, _ in named[: named.index((language, text, line))]]
    return (language, text.casefold()) in names


def _line_of_item(source: Source, key: str, text: str, *more: str) -> int:
    """Return the line of the list item that says *text*."""
    node = source.root.values.get(key) if isinstance(source.root, Pairs) else None
    for step in more:
        node = node.values.get(step) if isinstance(node, Pairs) else None
    items = node.items if isinstance(node, Listing) else ()
    return next((i.line for i in items if isinstance(i, Scalar) and i.text == text), source.line_of(key, *more))
