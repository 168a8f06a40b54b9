"""A translation beside its original: it holds the words, and nothing that the original decides."""

from __future__ import annotations

from collections.abc import Sequence

from site_builder.content.fields import Fields
from site_builder.content.known import Known
from site_builder.content.near import meant, one_of, shown
from site_builder.content.source import Source
from site_builder.content.yaml_tree import Listing, Pairs
from site_builder.problems import Findings, Report


def translated(original: Source, translation: Source, keys: Sequence[str], known: Known, report: Report) -> Fields:
    """Return the fields of *translation*, after checking that it translates *keys* and nothing else."""
    findings = report.of(translation.path)
    fields = Fields(translation.root, findings, known, "a translation")
    if isinstance(original.root, Pairs) and isinstance(translation.root, Pairs):
        _check_keys(original.root, translation.root, keys, findings)
        _check_lengths(original.root, translation.root, keys, findings)
    if original.body and not translation.body:
        findings.add(translation.body_line, "the text is not translated.", "Write it under the front matter.")
    return fields


def _check_keys(original: Pairs, translation: Pairs, keys: Sequence[str], findings: Findings) -> None:
    for key in keys:
        if key in original.values and key not in translation.values:
            findings.add(1, f"'{key}' is not translated.", f"Write '{key}: …' as the original has it.")
    for key, line in translation.key_lines.items():
        if key not in keys and key in original.values:
            findings.add(line, f"{key} is not translated.", "Take it out; it stands in the original.")
        elif key not in keys:
            mend = meant(key, keys, f"Take it out; translated are {one_of(keys)}.")
            findings.add(line, f"{shown(key)} is no field of a translation.", mend)


def _check_lengths(original: Pairs, translation: Pairs, keys: Sequence[str], findings: Findings) -> None:
    for key in keys:
        here, there = translation.values.get(key), original.values.get(key)
        if isinstance(here, Listing) and isinstance(there, Listing) and len(here.items) != len(there.items):
            counts = f"{key} has {len(here.items)} items, the original has {len(there.items)}."
            findings.add(translation.key_lines[key], counts, "Translate each of them.")
