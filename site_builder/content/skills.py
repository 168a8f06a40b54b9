"""Read a file of skills/."""

from __future__ import annotations

from domain.skills import Safeguarding, Skill
from site_builder.content.fields import Fields
from site_builder.content.known import Known
from site_builder.content.publication import publication_keys
from site_builder.content.source import Source
from site_builder.problems import Findings


def read_skill(source: Source, known: Known, findings: Findings) -> Skill:
    fields = Fields(source.root, findings, known, "a skill")
    skill = Skill(
        slug=source.slug,
        label=fields.words("label", 80),
        also=_also(fields),
        category=fields.reference("category", "category"),
        description=fields.words("description", 500),
        safeguarding=fields.choice("safeguarding", Safeguarding),
        related=fields.references("related", "skill"),
        crisis_relevant=fields.flag("crisis_relevant"),
        text=source.body,
    )
    fields.taken += publication_keys("skill")
    fields.done()
    if source.slug in skill.related:
        line = source.line_of("related", skill.related.index(source.slug))
        findings.add(line, "related names this very skill.", "Take it out.")
    return skill


def _also(fields: Fields) -> dict[str, tuple[str, ...]]:
    """Return the synonyms by language."""
    group = fields.group("also", "also", required=False)
    if group is None:
        return {}
    group.languages_only(required=False)
    return {language: group.texts(language, 80) for language in group.pairs.values}
