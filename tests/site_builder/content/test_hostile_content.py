"""Whatever a file holds, it is read or told: never a crash, never a line that is not there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.content import ContentErrors, load_catalogue
from site_builder.problems import Problem
from tests.site_builder.content.small_content import FILES, write_content


def problems_of(changes: dict[str, bytes]) -> tuple[Problem, ...]:
    """Return what is told of the small content with *changes*; nothing where all of it is read."""
    with TemporaryDirectory() as folder:
        try:
            load_catalogue(write_content(Path(folder), {**changes}))
        except ContentErrors as refused:
            return tuple(_inside(Path(folder), refused.problems))
    return ()


def _inside(folder: Path, problems: tuple[Problem, ...]) -> Iterator[Problem]:
    for problem in problems:
        name = Path(problem.path).relative_to(folder).as_posix()
        yield Problem(name, problem.line, problem.what, problem.mend)


def lines_are_there(changes: dict[str, bytes], problems: tuple[Problem, ...]) -> bool:
    """Tell whether every problem names a line of its file (an empty file has a first line too)."""
    texts = {name: text.encode() for name, text in FILES.items()} | changes
    lengths = {name: raw.count(b"\n") + 1 for name, raw in texts.items()}
    return all(1 <= problem.line <= lengths.get(problem.path, 1) for problem in problems)


USABLE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
names = st.sampled_from(sorted(FILES))
garbage = st.one_of(
    st.text(max_size=30),
    st.text(alphabet=":-[]{}&*!|>'\"%@`#?,\\ \t\nab1", max_size=20),
    st.sampled_from(
        ["---", "...", "? ", "- ", "<b>", "{{7*7}}", "\u202e", "\x00", "\ufeff", "*x", "&x", "!!set", "<<: *a"]
    ),
)


@st.composite
def mutations(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a good file with one line deleted, doubled, moved, indented, garbled or replaced."""
    name = draw(names)
    lines = FILES[name].split("\n")
    place = draw(st.integers(0, len(lines) - 1))
    kind = draw(st.sampled_from(["delete", "double", "swap", "indent", "garble", "replace", "cut"]))
    line = lines[place]
    if kind == "delete":
        lines[place : place + 1] = []
    elif kind == "double":
        lines.insert(place, line)
    elif kind == "swap":
        other = draw(st.integers(0, len(lines) - 1))
        lines[place], lines[other] = lines[other], line
    elif kind == "indent":
        lines[place] = " " * draw(st.integers(1, 6)) + line
    elif kind == "garble":
        at = draw(st.integers(0, len(line)))
        lines[place] = line[:at] + draw(garbage) + line[at:]
    elif kind == "replace":
        lines[place] = draw(garbage)
    else:
        lines[place:] = [line[: draw(st.integers(0, len(line)))]]
    return name, "\n".join(lines)


@given(mutations())
def test_a_good_file_after_any_edit_is_read_or_told_at_its_lines(mutation: tuple[str, str]) -> None:
    name, text = mutation
    changes = {name: text.encode("utf-8", "surrogatepass")}
    problems = problems_of(changes)

    assert lines_are_there(changes, problems)
    assert all(problem.what.endswith(".") and problem.mend.endswith((".", "?")) for problem in problems)


@given(names, st.binary(max_size=200))
def test_any_bytes_are_read_or_told(name: str, raw: bytes) -> None:
    problems = problems_of({name: raw})

    assert lines_are_there({name: raw}, problems)


@cache
def own_corpus(folder: Path) -> tuple[tuple[str, str], ...]:
    """Return class and text of the hostile strings written for this project."""
    rows = map(json.loads, (folder / "hostile" / "own.jsonl").read_text(encoding="utf-8").splitlines())
    return tuple((row["class"], row["text"]) for row in rows if "text" in row)


def everywhere(text: str) -> dict[str, bytes]:
    """Return files with *text* as the whole, as a body, as a value, quoted, in a list, as a slug."""
    quoted = json.dumps(text)
    files = {
        "policies/ordinary.yaml": text,
        "members/ben.md": FILES["members/ben.md"].replace("I came for the soup.", text),
        "members/ana.md": FILES["members/ana.md"].replace("With a shoebox.", text),
        "pages/about.md": FILES["pages/about.md"].replace("What we believe.", quoted),
        "programs/kitchen-table.md": FILES["programs/kitchen-table.md"].replace("[budgeting]", f"[{quoted}]"),
        "network.yaml": FILES["network.yaml"].replace("east-bank\n", f"{quoted}\n"),
    }
    return {name: whole.encode("utf-8", "surrogatepass") for name, whole in files.items()}


@pytest.mark.parametrize("kind", ["yaml", "yaml-bomb", "markdown", "bidi", "zero-width", "slug", "text-control"])
def test_hostile_strings_are_read_or_told_wherever_they_stand(kind: str, fixtures_dir: Path) -> None:
    texts = [text for known, text in own_corpus(fixtures_dir) if known == kind]

    assert texts
    for text in texts:
        changes = everywhere(text)
        assert lines_are_there(changes, problems_of(changes)), (kind, text)


def test_no_hostile_slug_names_a_file_or_a_page(fixtures_dir: Path) -> None:
    slugs = [text for known, text in own_corpus(fixtures_dir) if known == "slug"]

    assert slugs
    for slug in slugs:
        link = FILES["pages/about.md"].replace("/programs/kitchen-table/", f"/programs/{slug}/")
        told = problems_of({"pages/about.md": link.encode("utf-8", "surrogatepass")})
        # A blank ends the address, and Markdown sees no link at all.
        assert told or re.search(r"\s", slug), slug
        if _possible(slug) and not USABLE.match(slug):
            assert problems_of({f"skills/{slug}.md": FILES["skills/budgeting.md"].encode()}), slug


def _possible(name: str) -> bool:
    """Tell whether a file of this name can lie in one folder at all, and would be looked at."""
    return 0 < len(name.encode()) < 200 and not set("/\0") & set(name) and not name.startswith((".", "__"))
