"""Look through Markdown bodies for what the site will not show: raw HTML, pictures, dead links, a second h1."""

from __future__ import annotations

import re
from collections.abc import Iterator

from site_builder.content.folder import Kind
from site_builder.content.known import Known
from site_builder.content.near import meant, shown
from site_builder.content.source import Source
from site_builder.problems import Findings

MAX_MEMBER_BYTES = 10_000
_FENCE = re.compile(r"\s{0,3}(```+|~~~+)")
_CODE = re.compile(r"(`+)(.+?)(?<!`)\1(?!`)")
_HTML = re.compile(r"<(/?[A-Za-z][A-Za-z0-9-]*(?=[\s/>]|$)|!--|![A-Z]|\?)[^<>]*>?")
_LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
_DEFINITION = re.compile(r"\s{0,3}\[[^\]]+\]:\s*<?([^\s>]+)")
_PICTURE = re.compile(r"!\[[^\]]*\](\([^)]*\))?")
_TITLE = re.compile(r"#(\s|$)")
_OUTSIDE = ("https://", "http://", "mailto:")
_FIXED = ("", "print", "programs/lineage", "skills/a-z", "feed.xml", "sitemap.xml")
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
    before = ""
    for number, line in _without_code(source):
        _check_line(line, before, number, findings)
        line = _PICTURE.sub("", line)
        for target in [*_LINK.findall(line), *_DEFINITION.findall(line)]:
            problem = link_problem(target, known)
            if problem:
                findings.add(number, *problem)
        before = line


def _without_code(source: Source) -> Iterator[tuple[int, str]]:
    """Yield the body's lines with their numbers, fenced code left out and code spans blanked."""
    fence = ""
    for number, line in enumerate(source.body.split("\n"), source.body_line):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence):
                fence = ""
            continue
        if mark:
            fence = mark[1]
            continue
        yield number, _CODE.sub("", line)


def _check_line(line: str, before: str, number: int, findings: Findings) -> None:
    tag = _HTML.search(line)
    if tag:
        mend = "Write it in Markdown, or between backticks to show it as it is."
        findings.add(number, f"raw HTML ({shown(tag[0])}) is not read here.", mend)
    if _PICTURE.search(line):
        findings.add(number, "a picture stands here.", "Take it out; pages carry words.")
    if _TITLE.match(line):
        findings.add(
            number, "a heading of the first level stands here.", "Begin it with '##'; the title is the first."
        )
    if before.strip() and re.match(r"=+\s*\Z", line):
        findings.add(number - 1, "a heading of the first level stands here.", "Begin it with '##' instead.")


def link_problem(target: str, known: Known) -> tuple[str, str] | None:
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
        return None
    return f"the link leads to {shown(target)}, and there is no such page.", near


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


def _parted(cohorts: frozenset[str] | None) -> Iterator[tuple[str, str, str]]:
    yield from (slug.rpartition("-") for slug in cohorts or ())


def _missing(slug: str, slugs: frozenset[str] | None, before: str, otherwise: str) -> str | None:
    if slugs is None or slug in slugs:
        return None
    return meant(f"{before}{slug}/", [f"{before}{s}/" for s in sorted(slugs)], otherwise)
