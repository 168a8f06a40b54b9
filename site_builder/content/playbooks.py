"""Read a file of playbooks/ with its translations."""

from __future__ import annotations

from collections.abc import Mapping

from domain.resilience import Playbook, PlaybookWords, Situation, Slot
from site_builder.content.fields import UNKNOWN_DAY, Fields
from site_builder.content.known import Known
from site_builder.content.publication import publication_keys
from site_builder.content.source import Source
from site_builder.content.translations import translated
from site_builder.problems import Report

TRANSLATED = ("title", "summary", "trigger", "activated_by", "meeting_point", "resources", "when_nobody_answers")
HOURS = ("hour_1", "hour_4", "hour_24")
LONGEST_WAIT = 24 * 31


def read_playbook(source: Source, translations: Mapping[str, Source], known: Known, report: Report) -> Playbook:
    fields = Fields(source.root, report.of(source.path), known, "a playbook")
    words = {known.default: _words(fields, source, required=True)}
    playbook = Playbook(
        slug=source.slug,
        words=words,
        situation=fields.choice("situation", Situation),
        slots=_slots(fields),
        review_on=fields.day("review_on") or UNKNOWN_DAY,
    )
    fields.taken += publication_keys("playbook")
    fields.done()
    for language, translation in translations.items():
        inner = translated(source, translation, TRANSLATED, known, report)
        words[language] = _words(inner, translation, required=False)
    return playbook


def _words(fields: Fields, source: Source, *, required: bool) -> PlaybookWords:
    return PlaybookWords(
        title=fields.text("title", 80, required=required),
        summary=fields.text("summary", 300, required=required),
        trigger=fields.text("trigger", 300, required=required),
        activated_by=fields.text("activated_by", 300, required=required),
        resources=fields.texts("resources", 200),
        nobody_answers=_nobody_answers(fields, required=required),
        text=source.body,
        meeting_point=fields.text("meeting_point", 200, required=False),
    )


def _nobody_answers(fields: Fields, *, required: bool) -> dict[str, str]:
    group = fields.group("when_nobody_answers", "when_nobody_answers", required=required)
    if group is None:
        return {}
    texts = {hour: group.text(hour, 400) for hour in HOURS}
    group.done()
    return texts


def _slots(fields: Fields) -> tuple[Slot, ...]:
    slots = []
    for item in fields.groups("slots", "a slot", required=True):
        slots.append(
            Slot(
                skill=item.reference("skill", "skill"),
                people=item.number("people", 1, 100) or 0,
                within_hours=item.number("within_hours", 1, LONGEST_WAIT) or 0,
                zone=item.reference("zone", "zone", required=False),
                label=item.words("label", 100, required=False),
            )
        )
        item.done()
    return tuple(slots)
