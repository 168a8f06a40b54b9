"""Look through Markdown bodies for what the site will not show: raw HTML, dead links, a second h1, too much."""

from __future__ import annotations

import re
from collections.abc import Iterator

from presentation.markdown_limits import excesses
from site_builder.content.boxes import box_problems
from site_builder.content.kinds import Kind
from site_builder.content.known import Known
from site_builder.content.mentions import (
    ANY_PICTURE,
    KINDS,
    is_draft,
    is_timed,
    lines_of,
    picture_problems,
    reference_problem,
)
from site_builder.content.near import meant, shown
from site_builder.content.source import Source
from site_builder.problems import Findings

MAX_MEMBER_BYTES = 10_000
_HTML = re.compile(r"<(/?[A-Za-z][A-Za-z0-9-]*(?=[\s/>]|$)|!--|![A-Z]|\?)[^<>]*>?")
_LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
_DEFINITION = re.compile(r"\s{0,3}\[(?!\^)[^\]]+\]:\s*<?([^\s>]+)")
_EMPTY = re.compile(r"(?<!!)\[\s*\]\(\s*<?([^)\s>]*)")
_SIGN = re.compile(r"[<\]]|^#(?:\s|$)|^=|^!!!", re.MULTILINE)
"""What every line begins with, or holds, that anything can be wrong with."""

_TITLE = re.compile(r"#(\s|$)")
_OUTSIDE = ("https://", "http://", "mailto:")
_FIXED = ("", "data", "feeds", "print", "programs/lineage", "search", "skills/a-z", "feed.xml", "sitemap.xml")
_LISTS = ("programs", "skills", "members", "proposals", "decisions", "playbooks", "news", "strength", "record")
_OPEN_ENDED = ("forms", "record", "proposals")
_KIND_OF = {"programs": "program", "skills": "skill", "members": "member", "playbooks": "playbook", "news": "news"}


def check_prose(source: Source, kind: Kind, known: Known, findings: Findings) -> None:
    """Report what the body lacks or should not hold, each at its line."""
    if not source.body:
        if kind.needs_text and not source.language:
            findings.add(source.body_line, "the text is missing.", "Write it under the front matter.")
        return
    if kind.name == "member" and len(source.body.encode()) > MAX_MEMBER_BYTES:
        findings.add(source.body_line, "the text is too long.", f"Keep it within {MAX_MEMBER_BYTES:,} bytes.")
    if kind.name != "member":
        _check_size(source, findings)
    if not (any(sign in source.body for sign in "<]#=!") and _SIGN.search(source.body)):
        return
    if kind.name != "member" and ("[^" in source.body or "!!!" in source.body):
        for number, what, mend in box_problems(lines_of(source)):
            findings.add(number, what, mend)
    from_draft = is_draft(kind.name, source.slug, known)
    before = ""
    for number, line in lines_of(source):
        _check_line(line, before, number, findings)
        if "](" in line or "]:" in line or "![" in line:
            _check_links(line, kind, known, number, findings, from_draft=from_draft)
        before = line


def _check_size(source: Source, findings: Findings) -> None:
    """Report a text that is too much to be rendered: it would be shown as it was typed."""
    for excess in excesses(source.body):
        findings.add(source.body_line + excess.line - 1, excess.what, excess.mend)


def _check_line(line: str, before: str, number: int, findings: Findings) -> None:
    tag = _HTML.search(line)
    if tag:
        mend = "Write it in Markdown, or between backticks to show it as it is."
        findings.add(number, f"raw HTML ({shown(tag[0])}) is not read here.", mend)
    if _TITLE.match(line):
        findings.add(
            number, "a heading of the first level stands here.", "Begin it with '##'; the title is the first."
        )
    if before.strip() and re.match(r"=+\s*\Z", line):
        findings.add(number - 1, "a heading of the first level stands here.", "Begin it with '##' instead.")


def _check_links(
    line: str, kind: Kind, known: Known, number: int, findings: Findings, *, from_draft: bool
) -> None:
    if kind.name == "member" and ANY_PICTURE.search(line):
        findings.add(number, "a picture stands here.", "Take it out; members' own texts carry words.")
    elif kind.name != "member":
        for problem in picture_problems(line, known):
            findings.add(number, *problem)
    line = ANY_PICTURE.sub("", line)
    for target in [*_LINK.findall(line), *_DEFINITION.findall(line)]:
        if kind.name == "member" and target.partition(":")[0] in KINDS:
            mend = "Write the address of the page, like /programs/work-door/."
            findings.add(number, f"a member's own text cannot refer to {shown(target)}.", mend)
            continue
        wrong = reference_problem(target, known, from_draft=from_draft)
        if wrong is None and target.partition(":")[0] not in KINDS:
            wrong = link_problem(target, known, from_draft=from_draft)
        if wrong:
            findings.add(number, *wrong)
    for empty in _EMPTY.findall(line):
        if empty.partition(":")[0] not in KINDS:
            findings.add(number, "the link has no words.", "Write between [ and ] where it leads.")


def link_problem(target: str, known: Known, *, from_draft: bool = False) -> tuple[str, str] | None:
    """Return what is wrong with the address a link leads to, and how to mend it; None where it is right."""
    if target.startswith("#") or target.casefold().startswith(_OUTSIDE):
        return None
    if not target.startswith("/") or target.startswith("//"):
        mend = "Begin it with '/' for a page of this site, or with https:// for another one."
        return f"the link leads to {shown(target)}.", mend
    path = re.split(r"[?#]", target, maxsplit=1)[0]
    steps = path.strip("/").split("/")
    if steps[0] in known.languages[1:]:
        steps = steps[1:] or [""]
    if steps[0] == "forms":
        return None
    if not path.endswith("/") and "." not in steps[-1]:
        return f"the link to {shown(target)} has no slash at its end.", f"Write '{path}/'."
    near = _nearest_if_missing(steps, known)
    if near is None:
        return _passing(steps, known, from_draft=from_draft)
    return f"the link leads to {shown(target)}, and there is no such page.", near


def address_exists(path: str, known: Known) -> bool:
    """Tell whether a page of the first language has the address *path*, in these very letters."""
    return _nearest_if_missing(path.strip("/").split("/"), known) is None


def _nearest_if_missing(steps: list[str], known: Known) -> str | None:
    """Return what was perhaps meant by an address that is nowhere; None where the address exists."""
    place = "/".join(steps)
    mend = "Write the address of a page that exists."
    if place in _FIXED or (steps[0] in _LISTS and len(steps) == 1) or steps[0] in _OPEN_ENDED:
        return None
    if steps[:2] == ["skills", "categories"] and len(steps) == 3:
        return _missing(steps[2], known.slugs("category"), "/skills/categories/", mend)
    if steps[0] == "programs" and len(steps) == 3:
        numbers = {f"{program}/cohort-{number}" for program, _, number in _parted(known.slugs("cohort"))}
        return _missing("/".join(steps[1:]), frozenset(numbers), "/programs/", mend)
    if steps[0] in _KIND_OF and len(steps) == 2:
        return _missing(steps[1], known.slugs(_KIND_OF[steps[0]]), f"/{steps[0]}/", mend)
    pages = (known.slugs("page") or frozenset()) | set(_LISTS)
    return _missing(place, pages, "/", mend)


def _passing(steps: list[str], known: Known, *, from_draft: bool) -> tuple[str, str] | None:
    """Return what is wrong with a fixed link to a page that is not always there."""
    kind, slug = _entry(steps)
    if is_draft(kind, slug, known) and not from_draft:
        mend = "Publish it first (take 'draft: true' out of its file), or take the link out."
        return f"the link leads to {kind} '{slug}', which is still a draft.", mend
    if kind == "member" or is_timed(kind, slug, known):
        when = "while they agree to be public" if kind == "member" else "between its days"
        mend = f"Write [words]({kind}:{slug}), which is a link only while there is a page."
        return f"the page of {kind} '{slug}' is there only {when}.", mend
    return None


def _entry(steps: list[str]) -> tuple[str, str]:
    """Return kind and slug of the entry that has the address; "" for both where it is no entry's."""
    if steps[0] == "programs" and len(steps) == 3:
        return "cohort", f"{steps[1]}-{steps[2].removeprefix('cohort-')}"
    if steps[0] in _KIND_OF and len(steps) == 2:
        return _KIND_OF[steps[0]], steps[1]
    return ("page", steps[0]) if len(steps) == 1 else ("", "")


def _parted(cohorts: frozenset[str] | None) -> Iterator[tuple[str, str, str]]:
    yield from (slug.rpartition("-") for slug in cohorts or ())


def _missing(slug: str, slugs: frozenset[str] | None, before: str, otherwise: str) -> str | None:
    if slugs is None or slug in slugs:
        return None
    return meant(f"{before}{slug}/", [f"{before}{s}/" for s in sorted(slugs)], otherwise)
