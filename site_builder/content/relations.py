"""What several files say together: lineage that runs forward, cohorts in order, labels used once."""

from __future__ import annotations

from collections.abc import Iterator

from domain.catalogue import Catalogue
from domain.names import skeleton
from domain.programs import Cohort
from domain.skills import Skill
from site_builder.content.fields import UNKNOWN_DAY
from site_builder.content.files import Files
from site_builder.content.near import one_of, shown
from site_builder.content.roles import Sources, check_roles
from site_builder.problems import Report


def check_relations(catalogue: Catalogue, files: Files, report: Report) -> None:
    """Report what files say against each other, but for lines that have a problem of their own already."""
    told = {(problem.path, problem.line) for problem in report.problems}
    paths = {path for path, _ in told}
    doubtful = {key for key, path in files.paths.items() if path in paths}
    sources = files.originals
    found = Report()
    check_roles(catalogue, sources, doubtful, found)
    for check in (_learnt_in, _cohorts_in_order, _cohort_languages, _labels, _names):
        check(catalogue, sources, found)
    report.problems += [p for p in found.problems if (p.path, p.line) not in told]


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
    for cohorts in _by_program(catalogue).values():
        before: Cohort | None = None
        for cohort in sorted(cohorts, key=lambda cohort: cohort.number):
            if cohort.starts == UNKNOWN_DAY:
                continue
            if before and cohort.starts <= before.starts:
                source = sources["cohort", cohort.slug]
                what = f"starts is {cohort.starts}, and number {before.number} starts on {before.starts}."
                mend = "Number the cohorts in the order in which they begin."
                report.of(source.path).add(source.line_of("starts"), what, mend)
            before = cohort


def _by_program(catalogue: Catalogue) -> dict[str, list[Cohort]]:
    """Return the cohorts of each program, in one walk over all of them."""
    found: dict[str, list[Cohort]] = {program: [] for program in catalogue.programs}
    for cohort in catalogue.cohorts.values():
        if cohort.program in found:
            found[cohort.program].append(cohort)
    return found


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
        mine: set[tuple[str, str]] = set()
        for way, language, text in _named(skill):
            name = (language, text.casefold())
            other = seen.setdefault(name, slug) if text else slug
            if text and (other != slug or name in mine):
                where = f"of skills/{other}.md too" if other != slug else "of this skill already"
                source = sources["skill", slug]
                line = (
                    source.line_of(way, language) if way == "label" else source.line_of_item(text, way, language)
                )
                mend = "Let one skill have the name, once."
                report.of(source.path).add(line, f"{shown(text)} is a name {where}.", mend)
            mine.add(name)


def _named(skill: Skill) -> Iterator[tuple[str, str, str]]:
    """Yield every name of the skill: the field it stands in, its language and the name itself."""
    for language, label in skill.label.items():
        yield "label", language, label
    for language, synonyms in skill.also.items():
        # The very same text twice in one list is told where the list is read.
        for synonym in dict.fromkeys(synonyms):
            yield "also", language, synonym


def _names(catalogue: Catalogue, sources: Sources, report: Report) -> None:
    """Check that no two members go by names nobody can tell apart."""
    known: dict[str, str] = {}
    for slug, member in catalogue.members.items():
        looks = skeleton(member.entry.name)
        first = known.setdefault(looks, slug)
        if first != slug:
            source = sources["member", slug]
            what = f"the name cannot be told apart from that of '{first}'."
            report.of(source.path).add(source.line_of("name"), what, "Add a letter or a second name.")
