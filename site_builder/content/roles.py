"""Whether programs, cohorts and members say the same of who leads what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from domain.catalogue import Catalogue
from domain.people import ProgramRole, Role
from site_builder.content.source import Source
from site_builder.problems import Report

Sources = Mapping[tuple[str, str], Source]
"""The originals that could be read, by kind and slug."""


def check_roles(
    catalogue: Catalogue, sources: Sources, doubtful: Collection[tuple[str, str]], report: Report
) -> None:
    """Report every role that one file claims and the other does not; a *doubtful* file proves nothing."""
    roles = _Roles(catalogue, sources, doubtful, report)
    roles.stewards()
    roles.leads()
    roles.claims()


@dataclass(frozen=True)
class _Roles:
    catalogue: Catalogue
    sources: Sources
    doubtful: Collection[tuple[str, str]]
    report: Report

    def tell(self, source: Source, line: int, what: str, mend: str) -> None:
        self.report.of(source.path).add(line, what, mend)

    def says(self, member: str, role: Role) -> bool:
        """Tell whether the member's file lists the role; true where there is no such file that could."""
        found = self.catalogue.members.get(member)
        return found is None or ("member", member) in self.doubtful or role in found.entry.roles

    def stewards(self) -> None:
        for program in self.catalogue.programs.values():
            for member in program.stewards:
                role = Role(program.slug, ProgramRole.STEWARD)
                if not self.says(member, role):
                    source = self.sources["program", program.slug]
                    what = f"stewards names '{member}', whose own file does not say so."
                    self.tell(source, source.line_of_item(member, "stewards"), what, _add(role, member))

    def leads(self) -> None:
        for cohort in self.catalogue.cohorts.values():
            for place, lead in enumerate(cohort.leads):
                role = Role(cohort.program, lead.role)
                if cohort.program and not self.says(lead.member, role):
                    source = self.sources["cohort", cohort.slug]
                    what = f"'{lead.member}' leads as {lead.role}, and their own file does not say so."
                    self.tell(source, source.line_of("leads", place, "role"), what, _add(role, lead.member))

    def claims(self) -> None:
        """Check that what a member's file claims is said by the program or by one of its cohorts."""
        led = {
            (lead.member, Role(c.program, lead.role)) for c in self.catalogue.cohorts.values() for lead in c.leads
        }
        for slug, member in self.catalogue.members.items():
            for place, role in enumerate(member.entry.roles):
                if role.program not in self.catalogue.programs:
                    continue
                if role.role is ProgramRole.STEWARD:
                    self.claim_of_steward(slug, role, place)
                elif (slug, role) not in led and not self.cohort_in_doubt(role.program):
                    what = f"no cohort of '{role.program}' is led by '{slug}' as {role.role}."
                    mend = "Name them among the leads of a cohort, or take the role out."
                    self.tell_of_role(slug, place, what, mend)

    def claim_of_steward(self, slug: str, role: Role, place: int) -> None:
        named = slug in self.catalogue.programs[role.program].stewards
        if not named and ("program", role.program) not in self.doubtful:
            mend = f"Add '{slug}' to the stewards of programs/{role.program}.md, or take the role out."
            self.tell_of_role(slug, place, f"'{role.program}' does not name this steward.", mend)

    def tell_of_role(self, member: str, place: int, what: str, mend: str) -> None:
        source = self.sources["member", member]
        self.tell(source, source.line_of("roles", place, "role"), what, mend)

    def cohort_in_doubt(self, program: str) -> bool:
        return any(kind == "cohort" and slug.startswith(f"{program}-") for kind, slug in self.doubtful)


def _add(role: Role, member: str) -> str:
    line = f"- {{program: {role.program}, role: {role.role}}}"
    return f"Add '{line}' to the roles of members/{member}.md, or take the name out."
