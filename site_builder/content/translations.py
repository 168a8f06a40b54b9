"""A translation beside its original: it holds the words, and nothing that the original decides."""

from __future__ import annotations

from collections.abc import Sequence

from site_builder.content.fields import Fields
from site_builder.content.known import Known
from site_builder.content.near import closest, one_of, shown
from site_builder.content.source import Source
from site_builder.content.yaml_tree import Listing, Node, Pairs, Scalar
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
    wanted = [key for key in keys if not _says_nothing(original.values.get(key))]
    missing = [key for key in wanted if _says_nothing(translation.values.get(key))]
    for key, line in translation.key_lines.items():
        if key in keys:
            continue
        near = closest(key, missing)
        if near:
            missing.remove(near)
            findings.add(line, f"{shown(key)} is no field of a translation.", f"Did you mean '{near}'?")
        elif key in original.values:
            findings.add(line, f"{key} stands in the original alone.", "Take it out here.")
        else:
            mend = f"Take it out; translated are {one_of(keys, 'and')}."
            findings.add(line, f"{shown(key)} is no field of a translation.", mend)
    for key in missing:
        line = translation.key_lines.get(key, 1)
        findings.add(line, f"'{key}' is not translated.", f"Write '{key}: …' as the original has it.")


def _says_nothing(node: Node | None) -> bool:
    if isinstance(node, Listing):
        return not node.items
    return node is None or (isinstance(node, Scalar) and node.empty and not node.broken)


def _check_lengths(original: Pairs, translation: Pairs, keys: Sequence[str], findings: Findings) -> None:
    for key in keys:
        here, there = translation.values.get(key), original.values.get(key)
        if isinstance(here, Listing) and isinstance(there, Listing) and len(here.items) != len(there.items):
            counts = f"{key} lists {len(here.items)}, the original {len(there.items)}."
            findings.add(translation.key_lines[key], counts, "Translate each of them.")
