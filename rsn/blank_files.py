"""What `rsn new` writes: a file with all its fields, and beside each what belongs there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Template

from site_builder.content.files import Files
from site_builder.content.source import Source
from site_builder.content.yaml_tree import Listing, Node, Pairs, Scalar

TEMPLATES = Path(__file__).with_name("templates")
_PLAIN = re.compile(r"[^\W\d_][\w '’().-]*[\w.)]")


def blank_file(kind: str, slug: str, title: str, files: Files, today: date) -> str:
    """Return the text of a new file, to be filled in by somebody who knows."""
    from domain.people import CONSENT_WORDING

    known = files.known
    program, _, number = slug.rpartition("-")
    (template,) = TEMPLATES.glob(f"{kind}.*")
    return Template(template.read_text(encoding="utf-8")).substitute(
        title=_plain_or_quoted(title),
        today=today,
        language=known.default,
        languages=", ".join(known.languages),
        categories=", ".join(sorted(known.slugs("category") or ())),
        zones=", ".join(sorted(known.slugs("zone") or ())),
        program=program,
        number=number,
        wording=CONSENT_WORDING,
    )


def _plain_or_quoted(text: str) -> str:
    """Return *text* as YAML reads it back: between quotes where a sign in it means something to YAML."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def next_cohort(program: str, files: Files) -> str:
    """Return the slug of the program's next cohort."""
    before = files.known.slugs("cohort") or frozenset()
    numbers = [int(slug.rpartition("-")[2]) for slug in before if slug.rpartition("-")[0] == program]
    return f"{program}-{max(numbers, default=0) + 1}"


def blank_translation(original: Source, keys: tuple[str, ...]) -> str:
    """Return a translation to be filled in: each field empty, under a comment with what the original says."""
    values = original.root.values if isinstance(original.root, Pairs) else {}
    said = {key: node for key, node in values.items() if key in keys and not _says_nothing(node)}
    lines = [line for key, node in said.items() for line in _field(key, node, "")]
    return "\n".join(["---", *lines, "---", ""])


def _says_nothing(node: Node) -> bool:
    return node.empty if isinstance(node, Scalar) else isinstance(node, Listing) and not node.items


def _field(key: str, node: Node, indent: str) -> Iterator[str]:
    if isinstance(node, Scalar):
        yield f"{indent}# {_one_line(node.text)}"
        yield f"{indent}{key}:"
    elif isinstance(node, Listing):
        yield f"{indent}{key}:"
        for item in node.items:
            yield f"{indent}  # {_one_line(item.text) if isinstance(item, Scalar) else ''}"
            yield f"{indent}  -"
    else:
        yield f"{indent}{key}:"
        for inner, value in node.values.items():
            yield from _field(inner, value, f"{indent}  ")


def _one_line(text: str) -> str:
    return " ".join(text.split())
