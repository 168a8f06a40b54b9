"""The catalogue of a generated community as the files of content/, as its maintainers would have written them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from domain.catalogue import Catalogue, ContentMember, Network
from domain.programs import Cohort, Program
from domain.resilience import Playbook
from domain.skills import Skill
from rsn.demo.generating.front_matter import Value, front_matter, yaml
from rsn.demo.generating.policies import policy_file
from rsn.demo.generating.skills import LANGUAGE


def write_content(catalogue: Catalogue, folder: Path) -> int:
    """Write the whole into *folder*; return how many files."""
    written = 0
    for name, text in files(catalogue):
        place = folder / name
        try:
            place.write_text(text, encoding="utf-8")
        except FileNotFoundError:
            place.parent.mkdir(parents=True)
            place.write_text(text, encoding="utf-8")
        written += 1
    return written


def files(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file."""
    yield "network.yaml", _network(catalogue.network)
    yield "categories.yaml", _categories(catalogue)
    for slug, policy in catalogue.policies.items():
        yield f"policies/{slug}.yaml", policy_file(policy)
    for slug, skill in catalogue.skills.items():
        yield f"skills/{slug}.md", front_matter(_skill(skill), skill.text)
    for slug, program in catalogue.programs.items():
        yield f"programs/{slug}.md", front_matter(_program(program), program.words[LANGUAGE].text)
    for slug, cohort in catalogue.cohorts.items():
        yield f"cohorts/{slug}.md", front_matter(_cohort(cohort), cohort.text)
    for slug, member in catalogue.members.items():
        yield f"members/{slug}.md", front_matter(_member(member), member.entry.about)
    for slug, playbook in catalogue.playbooks.items():
        yield f"playbooks/{slug}.md", front_matter(_playbook(playbook), playbook.words[LANGUAGE].text)
    for slug, page in catalogue.pages.items():
        words = page.words[LANGUAGE]
        fields: dict[str, Value] = {"title": words.title, "summary": words.summary, "order": page.order}
        yield f"pages/{slug}.md", front_matter(fields, words.text)
    for slug, item in catalogue.news.items():
        yield (
            f"news/{slug}.md",
            front_matter({"title": item.title, "summary": item.summary, "date": item.on}, item.text),
        )


def _network(network: Network) -> str:
    return yaml(
        {
            "name": network.name[LANGUAGE],
            "tagline": network.tagline[LANGUAGE],
            "lead": network.lead[LANGUAGE],
            "base_url": network.base_url,
            "languages": network.languages,
            "time_zone": network.time_zone,
            "zones": tuple({"slug": zone.slug, "name": zone.name[LANGUAGE]} for zone in network.zones),
            "contact": network.contact[LANGUAGE],
            "privacy": network.privacy[LANGUAGE],
        }
    )


def _categories(catalogue: Catalogue) -> str:
    items = []
    for category in catalogue.categories.values():
        fields = {"label": category.label[LANGUAGE], "description": category.description[LANGUAGE]}
        said = "".join(f"  {line}\n" for line in yaml(fields).splitlines())
        items.append(f"- slug: {category.slug}\n{said}")
    return "".join(items)


def _skill(skill: Skill) -> dict[str, Value]:
    return {
        "label": skill.label[LANGUAGE],
        "also": {LANGUAGE: skill.also[LANGUAGE]},
        "category": skill.category,
        "description": skill.description[LANGUAGE],
        "safeguarding": skill.safeguarding,
        "related": skill.related,
        "crisis_relevant": skill.crisis_relevant,
    }


def _program(program: Program) -> dict[str, Value]:
    words = program.words[LANGUAGE]
    return {
        "title": words.title,
        "summary": words.summary,
        "category": program.category,
        "stewards": program.stewards,
        "skills_taught": program.skills_taught,
        "skills_needed": program.skills_needed,
        "languages": program.languages,
        "place": words.place,
        "access": words.access,
        "keeping_safe": words.keeping_safe,
        "costs": words.costs,
        "status": program.status,
    }


def _cohort(cohort: Cohort) -> dict[str, Value]:
    return {
        "program": cohort.program,
        "number": cohort.number,
        "starts": cohort.starts,
        "ends": cohort.ends,
        "schedule": cohort.schedule,
        "time": cohort.time,
        "capacity": cohort.capacity,
        "language": cohort.language,
        "leads": tuple(
            {"member": lead.member, "role": lead.role, "learnt_in": lead.learnt_in} for lead in cohort.leads
        ),
    }


def _member(member: ContentMember) -> dict[str, Value]:
    entry = member.entry
    return {
        "name": entry.name,
        "pronouns": entry.pronouns,
        "languages": tuple({"code": one.code, "level": one.level} for one in entry.languages),
        "zone": entry.zone,
        "shares": tuple(
            {"skill": s.skill, "level": s.level, "format": s.format, "when": s.when, "note": s.note}
            for s in entry.shares
        ),
        "invites": tuple({"skill": i.skill, "note": i.note} for i in entry.invites),
        "roles": tuple({"program": role.program, "role": role.role} for role in entry.roles),
        "since": entry.since,
        "consent": {"on": member.consent.on, "wording": member.consent.wording},
    }


def _playbook(playbook: Playbook) -> dict[str, Value]:
    words = playbook.words[LANGUAGE]
    return {
        "title": words.title,
        "summary": words.summary,
        "situation": playbook.situation,
        "trigger": words.trigger,
        "activated_by": words.activated_by,
        "meeting_point": words.meeting_point,
        "slots": tuple(
            {"skill": s.skill, "people": s.people, "within_hours": s.within_hours, "zone": s.zone}
            for s in playbook.slots
        ),
        "resources": words.resources,
        "when_nobody_answers": words.nobody_answers,
        "review_on": playbook.review_on,
    }
