"""content/theme/ is checked before anything is rendered with it: file, line, what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.content.theme import check_theme
from site_builder.problems import Problem, Report


def problems(content: Path, **files: str) -> list[Problem]:
    for name, text in files.items():
        file = content / "theme" / name.replace("__", "/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    report = Report()
    check_theme(content, report)
    return report.problems


def one(content: Path, name: str, text: str) -> tuple[str, int, str, str]:
    (found,) = problems(content, **{name: text})
    return Path(found.path).relative_to(content / "theme").as_posix(), found.line, found.what, found.mend


GOOD = """{% extends "original/site/program.html" %}
{% from "shared/parts.html" import tag %}
{% block main %}{% include "own/note.html" %}{{ super() }}{% endblock %}
"""


def test_a_good_theme_has_no_problem(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        **{
            "templates__site__program.html": GOOD,
            "templates__own__note.html": "<p>{{ shell.name }}</p>",
            "theme.css": ".note { color: var(--plum); background: url(/assets/paper.png); }",
            "tokens.css": ":root { --radius: 0; }",
            "assets__logo.svg": "<svg/>",
            "README.md": "Ours.",
        },
    )

    assert found == []


def test_no_theme_is_no_problem(tmp_path: Path) -> None:
    assert problems(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "text", "line", "what", "mend"),
    [
        (
            "templates__site__programm.html",
            "x",
            1,
            "no template 'site/programm.html'",
            "Did you mean 'site/program.html'?",
        ),
        ("templates__banner.html", "x", 1, "no template 'banner.html'", "templates/own/"),
        ("templates__site__home.html", "a\n{% if %}", 2, "Expected an expression", "docs/themes.md"),
        ("templates__site__home.html", "{{ x|shout }}", 1, "No filter named 'shout'", "docs/themes.md"),
        ("templates__site__home.html", "a\n{{ x|safe }}", 2, "switches the escaping off", "leave it on"),
        (
            "templates__site__home.html",
            "{% autoescape false %}{% endautoescape %}",
            1,
            "escaping off",
            "leave it on",
        ),
        (
            "templates__site__home.html",
            '\n{% extends "site/home.html" %}',
            2,
            "extends itself",
            "original/site/home.html",
        ),
        (
            "templates__site__home.html",
            '{% include "shared/crises.html" %}',
            1,
            "no template",
            "'shared/crisis.html'?",
        ),
        (
            "templates__site__home.html",
            "{% include 'shared/crisis.html' %}",
            1,
            "no name in double quotes",
            "Write the name",
        ),
        ("templates__site__home.html", "<script>go()</script>", 1, "a script in the page", "theme.css"),
        ("templates__site__home.html", '<p\n style="x">', 1, "a style in an element", "theme.css"),
        ("templates__site__home.html", '<b onclick="x">', 1, "a handler", "theme.css"),
        ("templates__site__home.html", '<img src="https://other.example/x.png">', 1, "another address", "assets/"),
        ("theme.css", "\n@import 'x';", 2, "@import", "assets/"),
        ("theme.css", "p { background: url('https://other.example/x') }", 1, "from elsewhere", "assets/"),
        ("theme.css", "p { color: red", 1, "a bracket", "Close"),
        ("tokens.css", ":root {\n --plumm: #123; }", 2, "no token '--plumm'", "Did you mean 'plum'?"),
        ("assets__Logo.svg", "x", 1, "the file is called 'Logo.svg'", "small letters"),
        ("assets__font.woff2", "x", 1, "load no fonts", "tokens.css"),
        ("colors.css", "x", 1, "nothing is read from 'colors.css'", "Did you mean 'tokens.css'?"),
    ],
)
def test_a_mistake_is_told_with_file_and_line_and_what_to_do(
    tmp_path: Path, name: str, text: str, line: int, what: str, mend: str
) -> None:
    path, at, told, to_do = one(tmp_path, name, text)

    assert (path, at) == (name.replace("__", "/"), line)
    assert what in told and mend in to_do


def test_bytes_that_are_no_text_are_told_by_their_line(tmp_path: Path) -> None:
    file = tmp_path / "theme" / "templates" / "site" / "home.html"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"a\n\xff")
    (found,) = problems(tmp_path)

    assert (found.line, found.what) == (2, "the file is not UTF-8.")


def test_a_link_that_leads_out_of_the_theme_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s")
    (tmp_path / "theme" / "assets").mkdir(parents=True)
    (tmp_path / "theme" / "assets" / "x.txt").symlink_to(tmp_path / "secret")
    (found,) = problems(tmp_path)

    assert "leads out" in found.what
