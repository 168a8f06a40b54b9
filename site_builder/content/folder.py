"""Which files content/ holds, by kind, and what their names say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from site_builder.content.fields import MAX_SLUG, SLUG
from site_builder.content.kinds import CATEGORIES, IMAGE_SUFFIXES, IMAGES, KINDS, NETWORK, OTHER_FOLDERS, Kind
from site_builder.content.near import closest, meant, one_of, shown
from site_builder.problems import Findings, Report

_BY_FOLDER = {kind.folder: kind for kind in KINDS}
_NAME = re.compile(r"(?P<slug>.+?)(\.(?P<language>[A-Za-z]{2,3}(-[A-Za-z]{2,4})*))?\Z")


@dataclass(frozen=True)
class Found:
    """A file of a kind; *language* is "" for the original."""

    file: Path
    path: str
    kind: Kind
    slug: str
    language: str = ""


def gather(content: Path, report: Report) -> list[Found]:
    """Return the files of every kind by folder and name; report what is neither file nor folder of a kind."""
    found: list[Found] = []
    for entry in sorted(content.iterdir()):
        path = entry.as_posix()
        if _ignored(entry) or entry.name in (NETWORK, CATEGORIES):
            continue
        if entry.is_symlink():
            report.of(path).add(1, "this is a link to another folder.", "Put the folder itself here.")
            continue
        if entry.name in OTHER_FOLDERS and entry.is_dir():
            continue
        kind = _BY_FOLDER.get(entry.name)
        if kind and entry.is_dir():
            found += _files_of(entry, kind, report)
        else:
            named = [*_BY_FOLDER, *OTHER_FOLDERS, NETWORK, CATEGORIES]
            mend = meant(entry.name, named, f"There are {one_of(_BY_FOLDER)}.")
            report.of(path).add(1, f"nothing is read from {shown(entry.name)}.", mend)
    return found


def gather_images(content: Path, report: Report) -> list[Path]:
    """Return the files of images/ by name; report those whose names are none."""
    folder = content / IMAGES
    found = []
    for file in sorted(folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else ():
        findings = report.of(file.as_posix())
        if _ignored(file):
            continue
        if file.is_symlink():
            findings.add(1, "this is a link to another file.", "Put the file itself here.")
        elif not file.is_file() or file.suffix not in IMAGE_SUFFIXES:
            mend = f"Pictures end in {one_of(IMAGE_SUFFIXES)}; put another one here, and take this away."
            findings.add(1, f"{shown(file.name)} is no picture.", mend)
        elif not SLUG.match(file.stem) or len(file.stem) > MAX_SLUG:
            better = slugified(file.stem)
            mend = f"Call it '{better}{file.suffix}'." if better else "Use small letters, digits and dashes."
            findings.add(1, f"the picture is called {shown(file.name)}.", mend)
        else:
            found.append(file)
    return found


def _ignored(entry: Path) -> bool:
    """Tell whether this is an editor's or the machine's own file."""
    return entry.name.startswith((".", "__")) or entry.name.endswith("~")


def _files_of(folder: Path, kind: Kind, report: Report) -> Iterator[Found]:
    # By name, which is how paths of one folder compare; they do it much slower.
    for file in sorted(folder.iterdir(), key=attrgetter("name")):
        if _ignored(file):
            continue
        findings = report.of(file.as_posix())
        if file.suffix != kind.suffix or not file.is_file():
            mend = f"Put files like 'some-name{kind.suffix}' here, and take this one away."
            findings.add(1, f"{shown(file.name)} is no file of {kind.folder}/.", mend)
            continue
        name = _NAME.match(file.stem)
        slug, language = (name["slug"], name["language"] or "") if name else (file.stem, "")
        _check_slug(slug, kind, findings)
        yield Found(file, file.as_posix(), kind, slug, language)


def _check_slug(slug: str, kind: Kind, findings: Findings) -> None:
    if not SLUG.match(slug):
        better = slugified(slug)
        mend = f"Call it '{better}{kind.suffix}'." if better else "Use small letters, digits and single dashes."
        findings.add(1, f"the file is called {shown(slug)}.", mend)
    elif len(slug) > MAX_SLUG:
        findings.add(1, f"the file's name has {len(slug)} signs.", f"Keep it within {MAX_SLUG}.")
    elif slug in kind.reserved:
        findings.add(1, f"the site needs the name '{slug}' itself.", "Choose another one.")


def slugified(name: str) -> str:
    """Return *name* as a slug, as far as its letters can be kept; "" where none can."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:MAX_SLUG].strip("-")


def check_translations(found: list[Found], languages: tuple[str, ...], report: Report) -> list[Found]:
    """Return the files without the translations that cannot be one, each of which is reported."""
    originals = {(f.kind.name, f.slug) for f in found if not f.language}
    for file in found:
        if file.kind.name == "page" and file.slug in languages:
            report.of(file.path).add(1, f"the site needs the name '{file.slug}' itself.", "Choose another one.")
    return [f for f in found if not f.language or _translates(f, originals, languages, report.of(f.path))]


def _translates(
    file: Found, originals: set[tuple[str, str]], languages: tuple[str, ...], findings: Findings
) -> bool:
    if not file.kind.translatable:
        findings.add(1, f"a {file.kind.name} is not translated by a file beside it.", _elsewhere(file.kind))
    elif languages and file.language == languages[0]:
        mend = f"Call it '{file.slug}.md'; the others are its translations."
        findings.add(1, f"'{file.language}' is the network's first language.", mend)
    elif languages and file.language not in languages:
        mend = meant(file.language, languages, f"The network speaks {one_of(languages)}.")
        findings.add(1, f"'{file.language}' is no language of network.yaml.", mend)
    elif (file.kind.name, file.slug) not in originals:
        near = closest(file.slug, [slug for kind, slug in originals if kind == file.kind.name])
        mend = f"Did you mean '{near}.{file.language}.md'?" if near else f"Write '{file.slug}.md' first."
        findings.add(1, f"there is no '{file.slug}.md' that this translates.", mend)
    else:
        return True
    return False


def _elsewhere(kind: Kind) -> str:
    if kind.name == "skill":
        return "Write the other languages inside the skill's own file."
    return "Take the language out of the file's name."
