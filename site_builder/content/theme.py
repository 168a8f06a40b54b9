"""
Check content/theme/, the community's own templates, style and assets, before anything is rendered with them.

Rules of this file: a template that replaces none of ours is a misspelt one, unless it lies in own/; nothing that
the pages' own policy keeps a browser from showing is let through in silence; nothing switches the escaping off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from presentation.theme import FOLDER, ORIGINAL, OWN
from presentation.translations import TEMPLATES
from site_builder.content.near import meant, one_of
from site_builder.problems import Findings, Report
from site_builder.tokens import check_tokens, our_tokens, read_tokens

PARTS = ("templates", "assets")
SHEETS = ("tokens.css", "theme.css")
SECTIONS = ("site", "forms", "shared", "mail", "packs")
"""Folders of templates/ whose templates a theme may replace."""
ASSET_NAME = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*\Z")
FONTS = frozenset({".woff", ".woff2", ".ttf", ".otf", ".eot"})

_REFUSED = (
    (re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*\btype=\"application/)", re.IGNORECASE), "a script in the page"),
    (re.compile(r"<style\b", re.IGNORECASE), "a style sheet in the page"),
    (re.compile(r"<[a-z][^<>{}]*\sstyle=", re.IGNORECASE), "a style in an element"),
    (re.compile(r"<[a-z][^<>{}]*\son[a-z]+=", re.IGNORECASE), "a handler in an element"),
    (
        re.compile(
            r"<(?:script|img|iframe|source|video|audio|embed|object)[^<>{}]*\s(?:src|data)=\"(?:https?:)?//", re.I
        ),
        "something from another address",
    ),
)
_POLICY = "Browsers do not show it (Content-Security-Policy). Put it into assets/ or theme.css."
_FOREIGN = re.compile(r"@import|url\(\s*[\"']?\s*(?:[a-z]+:|//)", re.IGNORECASE)
_NAMED = re.compile(r"\{%[-+]?\s*(?:extends|include|import|from)\s+(?:\"([^\"]+)\"|(\S+))")


def check_theme(content: Path, report: Report) -> None:
    """Report what is wrong in the folder theme/ of *content*, where there is one."""
    folder = content / FOLDER
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith((".", "README")) or entry.name.endswith("~"):
            continue
        findings = report.of(entry.as_posix())
        if entry.name in PARTS and entry.is_dir():
            _check_part(folder, entry, report)
        elif entry.name in SHEETS and entry.is_file():
            _check_sheet(entry, findings)
        else:
            mend = meant(entry.name, [*PARTS, *SHEETS], f"There are {one_of([*PARTS, *SHEETS])}.")
            findings.add(1, f"nothing is read from '{entry.name}'.", mend)


def _check_part(folder: Path, part: Path, report: Report) -> None:
    for file in sorted(part.rglob("*")):
        name = file.relative_to(part).as_posix()
        if not file.is_file() or any(piece.startswith(".") for piece in name.split("/")):
            continue
        findings = report.of(file.as_posix())
        if not file.resolve().is_relative_to(folder.resolve()):
            findings.add(1, "the link leads out of the theme.", "Copy the file itself here.")
        elif part.name == "templates":
            _check_template(folder, file, name, findings)
        else:
            _check_asset(file, name, findings)


def _text_of(file: Path, findings: Findings) -> str | None:
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError as broken:
        line = file.read_bytes()[: broken.start].count(b"\n") + 1
        findings.add(line, "the file is not UTF-8.", "Save it as UTF-8.")
        return None


def _check_sheet(file: Path, findings: Findings) -> None:
    text = _text_of(file, findings)
    if text is None:
        return
    if file.name == SHEETS[0]:
        for mistake in check_tokens(read_tokens(text)):
            mend = mistake.mend
            if mistake.name:
                mend = meant(mistake.name, our_tokens()["light"], mend)
            findings.add(mistake.line, mistake.what, mend)
    else:
        _check_rules(text, findings)


def _check_rules(text: str, findings: Findings) -> None:
    for found in _FOREIGN.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        findings.add(line, f"'{found[0]}' loads something from elsewhere.", "Put it into assets/ of the theme.")
    if text.count("{") != text.count("}"):
        findings.add(text.count("\n") + 1, "a bracket { or } is missing.", "Close every rule that is opened.")


def _check_asset(file: Path, name: str, findings: Findings) -> None:
    if not all(ASSET_NAME.match(piece) for piece in name.split("/")):
        findings.add(1, f"the file is called '{name}'.", "Use small letters, digits, dashes and one ending.")
    if file.suffix in FONTS:
        findings.add(1, "the pages load no fonts.", "Name fonts that people have, in tokens.css.")
    if file.suffix == ".css" and (text := _text_of(file, findings)) is not None:
        _check_rules(text, findings)


def _check_template(folder: Path, file: Path, name: str, findings: Findings) -> None:
    if not name.startswith(OWN) and not _replaces(name):
        mend = meant(name, sorted(_ours()), f"One that replaces none of ours lies in templates/{OWN}.")
        findings.add(1, f"there is no template '{name}' to replace.", mend)
    text = _text_of(file, findings)
    if text is None:
        return
    for line, what, mend in (*_syntax(name, text), *_names(folder, name, text), *_refused(name, text)):
        findings.add(line, what, mend)


def _replaces(name: str) -> bool:
    return name.split("/")[0] in SECTIONS and (TEMPLATES / name).is_file()


def _ours() -> Iterator[str]:
    for section in SECTIONS:
        yield from (f.relative_to(TEMPLATES).as_posix() for f in (TEMPLATES / section).rglob("*") if f.is_file())


Wrong = tuple[int, str, str]


def _syntax(name: str, text: str) -> Iterator[Wrong]:
    # Imported late: a community without a theme need not wait for Jinja here.
    from jinja2 import TemplateSyntaxError, nodes

    from presentation.environment import environment

    speaking = environment()
    try:
        tree = speaking.parse(text, name)
        speaking.compile(tree, name)
    except TemplateSyntaxError as broken:
        yield broken.lineno, f"{broken.message}.".replace("..", "."), "Mend it as Jinja asks (docs/themes.md)."
        return
    lines = [one.lineno for one in tree.find_all(nodes.Filter) if one.name == "safe"]
    for line in [*lines, *(one.lineno for one in tree.find_all(nodes.ScopedEvalContextModifier))]:
        yield line, "this switches the escaping off.", "Anybody's words could become code: leave it on."


def _names(folder: Path, name: str, text: str) -> Iterator[Wrong]:
    for found in _NAMED.finditer(re.sub(r"\{#.*?#\}", _blank, text, flags=re.DOTALL)):
        line, (literal, computed) = text.count("\n", 0, found.start()) + 1, found.groups()
        if computed:
            yield (
                line,
                f"{computed} is no name in double quotes.",
                'Write the name out: {% include "own/note.html" %}.',
            )
        elif literal == name:
            yield line, "it extends itself.", f'Ours is called "{ORIGINAL}{name}".'
        elif (
            not (folder / "templates" / literal).is_file()
            and not (TEMPLATES / literal.removeprefix(ORIGINAL)).is_file()
        ):
            theirs = (f.relative_to(folder / "templates").as_posix() for f in (folder / "templates").rglob("*"))
            near = meant(literal.removeprefix(ORIGINAL), [*_ours(), *theirs], "Look for its name in templates/.")
            yield line, f"there is no template '{literal}'.", near


def _blank(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _refused(name: str, text: str) -> Iterator[Wrong]:
    if name.startswith("packs/"):
        # Printed from a file, where no policy reaches.
        return
    for pattern, what in _REFUSED:
        for found in pattern.finditer(text):
            yield text.count("\n", 0, found.start()) + 1, f"{what}: '{found[0][:40]}'.", _POLICY
