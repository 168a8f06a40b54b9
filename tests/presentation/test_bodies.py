"""Texts kept as HTML come out as if rendered now, and never stop a page from being made."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from presentation import bodies, markdown_text
from presentation.bodies import bodies_in, current
from presentation.environment import environment
from presentation.markdown_text import render, render_members
from presentation.markdown_values import Labels, Refs, Resolved

TEXT = "## A *heading*\n\nSee [](member:ana) and `code`.\n\n!!! note\n    Take care.\n"
REFS = Refs("en", (("member:ana", Resolved("/members/ana/", "Ana")),))


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the texts that are rendered from now on."""
    texts: list[str] = []
    for name, original in (("render", render), ("render_members", render_members)):

        def noting(text: str, *, original: object = original, **settings: object) -> str:
            texts.append(text)
            return original(text, **settings)  # type: ignore[operator, no-any-return]

        monkeypatch.setattr(markdown_text, name, noting)
    return texts


def test_a_kept_text_is_what_rendering_makes_of_it(tmp_path: Path, rendered: list[str]) -> None:
    for _ in range(2):
        with bodies_in(tmp_path) as kept:
            assert kept.render(TEXT, refs=REFS, labels=Labels()) == render(TEXT, refs=REFS, labels=Labels())
            assert kept.render_members(TEXT) == render_members(TEXT)

    assert len(rendered) == 2


@pytest.mark.parametrize(
    "settings",
    [
        {"top": 3},
        {"refs": REFS},
        {"refs": Refs("en", (("member:ana", Resolved("/members/ana/", "Anna")),))},
        {"labels": Labels(note="Nota")},
    ],
)
def test_other_settings_are_another_text(tmp_path: Path, settings: dict[str, object]) -> None:
    with bodies_in(tmp_path) as kept:
        kept.render(TEXT)
        kept.render_members(TEXT)

        assert kept.render(TEXT, **settings) == render(TEXT, **settings)  # type: ignore[arg-type]


def test_the_filters_of_a_template_ask_what_a_build_keeps(tmp_path: Path, rendered: list[str]) -> None:
    template = environment("en").from_string("{{ text|markdown }}{{ text|members_markdown }}")
    plain = template.render(text="`a`")
    for _ in range(2):
        with bodies_in(tmp_path):
            assert template.render(text="`a`") == plain

    assert len(rendered) == 4
    assert current().folder is None


def test_other_code_renders_anew(tmp_path: Path, rendered: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for code in ("one", "one", "another", "another"):
        monkeypatch.setattr(bodies, "our_code", lambda code=code: code)
        with bodies_in(tmp_path) as kept:
            kept.render("`a`")

    assert len(rendered) == 2


@pytest.mark.parametrize("damage", [b"no database", b""])
def test_a_damaged_file_is_begun_anew(tmp_path: Path, rendered: list[str], damage: bytes) -> None:
    with bodies_in(tmp_path) as kept:
        kept.render("`a`")
    (tmp_path / "bodies").write_bytes(damage)
    for _ in range(2):
        with bodies_in(tmp_path) as kept:
            assert kept.render("`a`") == "<p><code>a</code></p>"

    assert len(rendered) == 2


def test_a_file_damaged_in_the_middle_is_begun_anew(tmp_path: Path, rendered: list[str]) -> None:
    texts = [f"`{number}` {'word ' * 300}" for number in range(60)]
    with bodies_in(tmp_path) as kept:
        wanted = [kept.render(text) for text in texts]
    file = tmp_path / "bodies"
    raw = bytearray(file.read_bytes())
    raw[8192:40000] = os.urandom(40000 - 8192)
    file.write_bytes(raw)
    for _ in range(3):
        with bodies_in(tmp_path) as kept:
            assert [kept.render(text) for text in texts] == wanted
    rendered.clear()
    with bodies_in(tmp_path) as kept:
        assert [kept.render(text) for text in texts] == wanted

    assert rendered == []


def test_html_that_somebody_changed_is_not_believed(tmp_path: Path) -> None:
    with bodies_in(tmp_path) as kept:
        kept.render("`a`")
    with sqlite3.connect(tmp_path / "bodies") as connection:
        connection.execute("update bodies set html = '<script>alert(1)</script>'")
    connection.close()

    with bodies_in(tmp_path) as kept:
        assert kept.render("`a`") == "<p><code>a</code></p>"


def test_without_a_folder_or_where_none_can_be_made_texts_are_just_rendered(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for folder in (None, tmp_path / "file" / "folder"):
        with bodies_in(folder) as kept:
            assert kept.render("`a`") == "<p><code>a</code></p>"


def test_what_nobody_asks_for_any_more_is_forgotten(
    tmp_path: Path, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "FEWEST_KEPT", 10)
    monkeypatch.setattr(bodies, "TOUCH_EVERY", 1)
    for number in range(40):
        with bodies_in(tmp_path) as kept:
            kept.render("`always`")
            kept.render(f"`once` {number}")
    with sqlite3.connect(tmp_path / "bodies") as connection:
        (count,) = connection.execute("select count(*) from bodies").fetchone()
    connection.close()

    assert count <= 10
    rendered.clear()
    with bodies_in(tmp_path) as kept:
        kept.render("`always`")
    assert rendered == []


def test_a_forked_worker_reads_and_saves_for_itself(tmp_path: Path, rendered: list[str]) -> None:
    with bodies_in(tmp_path) as kept:
        kept.render("`before`")
    with bodies_in(tmp_path) as kept:
        kept.render("`before`")
        worker = os.fork()
        if not worker:
            current().render("`before`")
            current().render("`in the worker`")
            current().save()
            os._exit(len(rendered))
        assert os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]) == 2
        kept.render("`in the worker`")

    assert rendered == ["`before`"]


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    with bodies_in(tmp_path / "build") as kept:
        kept.render("`a`")

    assert (tmp_path / "build").stat().st_mode & 0o077 == 0
    assert (tmp_path / "build" / "bodies").stat().st_mode & 0o077 == 0


def test_a_text_of_plain_words_is_neither_kept_nor_rendered(tmp_path: Path, rendered: list[str]) -> None:
    with bodies_in(tmp_path) as kept:
        assert (
            kept.render("## Costs\n\nNone, *ever*.") == '<h2 id="h-costs">Costs</h2>\n<p>None, <em>ever</em>.</p>'
        )
        assert kept.render_members("- one\n- two") == "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"

    assert rendered == []
    assert not (tmp_path / "bodies").exists()


def test_a_page_whose_texts_are_kept_imports_no_markdown(tmp_path: Path, checkout: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from presentation.bodies import bodies_in\n"
        f"with bodies_in(Path({os.fspath(tmp_path)!r})) as kept: kept.render('`a`'); kept.render_members('`b`')\n"
        "print('markdown' in sys.modules, 'nh3' in sys.modules)"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", program], cwd=checkout, check=True, capture_output=True, text=True
        ).stdout
        for _ in range(2)
    ]

    assert said == ["True True\n", "False False\n"]
