"""References in a text: [words](member:ada-quill), [](proposal:2026-14), ![what it shows](images/hall.jpg)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.publication import Mention
from site_builder.content.known import Known
from site_builder.content.near import closest, meant, one_of, shown
from site_builder.content.source import Source

KINDS = ("member", "skill", "program", "cohort", "playbook", "page", "news", "proposal")
IN_RECORD = "proposal"
PICTURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\(\s*<?(?P<target>[^)\s>]*)>?\s*(?P<rest>[^)]*)\)")
ANY_PICTURE = re.compile(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])?")
DECORATES = "-"
"""What stands instead of a description where a picture says nothing that the words do not."""

_REFERENCE = re.compile(r"(?P<kind>[A-Za-z]+):(?P<slug>[^/].*)?\Z")
_TARGET = re.compile(r"(?:\]\(|\]:)\s*<?((?:" + "|".join(KINDS) + r"):[A-Za-z0-9-]+|images/[A-Za-z0-9._-]+)")
_PROPOSAL = re.compile(r"\d{4}-\d{1,6}\Z", re.ASCII)
_CAPTION = re.compile(r"""(?:"[^"]*"|'[^']*')?\s*\Z""")
_OTHER_SCHEMES = ("https", "http", "mailto", "tel", "ftp", "javascript", "data", "file")
_FENCE = re.compile(r"\s{0,3}(```+|~~~+)")
_CODE = re.compile(r"(`+)(.+?)(?<!`)\1(?!`)")


def lines_of(source: Source) -> Iterator[tuple[int, str]]:
    """Yield the body's lines with their numbers, fenced code left out and code spans blanked."""
    fence = ""
    for number, line in enumerate(source.body.split("\n"), source.body_line):
        mark = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if fence:
            if mark and mark[1].startswith(fence):
                fence = ""
            continue
        if mark:
            fence = mark[1]
            continue
        yield number, _CODE.sub("", line) if "`" in line else line


def targets(text: str) -> tuple[str, ...]:
    """Return what *text* may refer to, sorted, each once; code may make it one too many, never one too few."""
    return tuple(sorted(set(_TARGET.findall(text)))) if ":" in text or "images/" in text else ()


def mentions_of(source: Source) -> tuple[Mention, ...]:
    """Return the pictures and the proposals that the body names, in the order of its lines."""
    if "](proposal:" not in source.body and "]: proposal:" not in source.body and "](images/" not in source.body:
        return ()
    found = []
    for number, line in lines_of(source):
        for target in _TARGET.findall(line):
            kind, _, slug = target.partition(":")
            if kind == IN_RECORD:
                found.append(Mention(source.path, number, kind, slug))
            elif target.startswith("images/"):
                found.append(Mention(source.path, number, "image", target.removeprefix("images/")))
    return tuple(found)


def reference_problem(target: str, known: Known, *, from_draft: bool) -> tuple[str, str] | None:
    """Return what is wrong with the reference *target*, and how to mend it; None where it is right or is none."""
    found = _REFERENCE.match(target)
    if found is None or found["kind"].casefold() in _OTHER_SCHEMES:
        return None
    kind, slug = found["kind"], found["slug"] or ""
    if kind not in KINDS:
        near = closest(kind, KINDS)
        mend = f"Did you mean '{near}:{slug}'?" if near else f"References begin with {one_of(KINDS)}."
        return f"{shown(kind)} is nothing that a text can refer to.", mend
    if kind == IN_RECORD:
        mend = "Write the proposal's number, like proposal:2026-14."
        return None if _PROPOSAL.match(slug) else (f"{shown(slug)} is no number of a proposal.", mend)
    slugs = known.slugs(kind)
    if slugs is not None and slug not in slugs:
        mend = meant(slug, sorted(slugs), known.how_to_add(kind))
        return f"the reference names {shown(slug)}, and there is no such {kind}.", mend
    if not from_draft and is_draft(kind, slug, known):
        mend = "Publish it first (take 'draft: true' out of its file), or take the reference out."
        return f"the reference leads to {kind} '{slug}', which is still a draft.", mend
    return None


def is_draft(kind: str, slug: str, known: Known) -> bool:
    """Tell whether the entry is a draft, or a cohort of a program that is one."""
    if slug in (known.slugs(f"draft {kind}") or ()):
        return True
    return kind == "cohort" and slug.rpartition("-")[0] in (known.slugs("draft program") or ())


def is_timed(kind: str, slug: str, known: Known) -> bool:
    """Tell whether the entry comes or goes by its days, its program's included."""
    if slug in (known.slugs(f"timed {kind}") or ()):
        return True
    return kind == "cohort" and slug.rpartition("-")[0] in (known.slugs("timed program") or ())


def picture_problems(line: str, known: Known) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the pictures of a line, and how to mend it."""
    for whole in ANY_PICTURE.findall(line):
        found = PICTURE.fullmatch(whole)
        if found is None or not _CAPTION.match(found["rest"]):
            yield (
                f"the picture {shown(whole)} cannot be read.",
                'Write ![what it shows](images/NAME.jpg "caption").',
            )
            continue
        if not found["alt"].strip():
            mend = f"Say between [ and ] what it shows, or write [{DECORATES}] where it only decorates."
            yield "the picture has no description.", mend
        target = found["target"]
        name = target.removeprefix("images/")
        names = known.slugs("image")
        if not target.startswith("images/"):
            mend = "Put the file into images/ beside the texts, and write images/ and its name."
            yield f"the picture leads to {shown(target)}.", mend
        elif names is not None and name not in names:
            mend = meant(target, [f"images/{one}" for one in sorted(names)], "Put the file into images/.")
            yield f"there is no picture {shown(target)}.", mend
