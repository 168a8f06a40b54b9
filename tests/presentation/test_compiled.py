"""Templates and words that are kept compiled: the same pages, whatever lies in the folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment

from presentation import environment as environments
from presentation import theme, translations
from presentation.compiled import NAME, Shelf, compiled, compiled_in
from presentation.environment import environment

KEY = "this code"


@pytest.fixture(autouse=True)
def _as_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    _forget()


def _forget() -> None:
    """Forget what this process compiled, as another process would."""
    environments._environment.cache_clear()
    environments._bytecode.cache_clear()
    translations._opened.cache_clear()


def _code(folder: Path, language: str = "es", key: str = KEY) -> Environment:
    _forget()
    with compiled_in(folder, key):
        speaking = environment(language)
        speaking.get_template("shared/parts.html")
    return speaking


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What Jinja compiled, by name, in order."""
    seen: list[str] = []
    compile_one = Environment._compile

    def noted(self: Environment, source: str, filename: str) -> object:
        seen.append(Path(filename).name)
        return compile_one(self, source, filename)

    monkeypatch.setattr(Environment, "_compile", noted)
    return seen


def test_a_template_is_compiled_once_for_all_builds(tmp_path: Path, compilations: list[str]) -> None:
    _code(tmp_path)
    _code(tmp_path)

    assert compilations == ["parts.html"]


def test_each_language_has_its_own(tmp_path: Path, compilations: list[str]) -> None:
    _code(tmp_path, "es")
    _code(tmp_path, "en")

    assert compilations == ["parts.html", "parts.html"]


def test_without_a_folder_nothing_is_kept(compilations: list[str]) -> None:
    for _ in range(2):
        _forget()
        environment("es").get_template("shared/parts.html")

    assert compilations == ["parts.html"] * 2


def test_other_code_compiles_anew_and_leaves_nothing_of_the_old(tmp_path: Path, compilations: list[str]) -> None:
    _code(tmp_path)
    (left,) = _templates(tmp_path)
    _code(tmp_path, key="that code")
    before = left.read_bytes()
    _code(tmp_path, key="that code")

    assert compilations == ["parts.html"] * 2
    assert b"that code" in before and left.read_bytes() == before


def _templates(folder: Path) -> list[Path]:
    return [file for file in (folder / NAME).iterdir() if b"parts.html" in file.read_bytes()[:300]]


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut short": lambda whole: whole[: len(whole) // 2],
    "empty": lambda whole: b"",
    "nothing but zeros": lambda whole: bytes(len(whole)),
    "one bit of the code": lambda whole: whole[:-9] + bytes([whole[-9] ^ 4]) + whole[-8:],
    "one bit of the seal": lambda whole: bytes([whole[0] ^ 1]) + whole[1:],
    "longer": lambda whole: whole + b"\0",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_is_compiled_anew(tmp_path: Path, compilations: list[str], damage: str) -> None:
    _code(tmp_path)
    (file,) = _templates(tmp_path)
    whole = file.read_bytes()
    file.write_bytes(DAMAGES[damage](whole))

    _code(tmp_path)

    assert compilations == ["parts.html"] * 2
    assert file.read_bytes() == whole


def test_the_code_of_another_template_is_not_taken(tmp_path: Path, compilations: list[str]) -> None:
    _code(tmp_path)
    (file,) = _templates(tmp_path)
    shelf = Shelf(tmp_path / NAME, KEY)
    shelf.keep("/elsewhere/parts.html", "template es shared/parts.html", b"another source", b"other code")
    (other,) = [one for one in (tmp_path / NAME).iterdir() if b"/elsewhere/" in one.read_bytes()[:300]]
    file.write_bytes(other.read_bytes())

    _code(tmp_path)

    assert compilations == ["parts.html"] * 2


def test_a_theme_that_replaces_a_template_is_compiled_for_itself(tmp_path: Path, compilations: list[str]) -> None:
    mine = tmp_path / "theme" / "templates" / "shared" / "parts.html"
    mine.parent.mkdir(parents=True)
    mine.write_text("{% macro own() %}Ours{% endmacro %}")
    try:
        for text in ("Ours", "Other"):
            mine.write_text(f"{{% macro own() %}}{text}{{% endmacro %}}")
            theme.use(tmp_path / "theme")
            _forget()
            with compiled_in(tmp_path, KEY):
                made = environment("es").get_template("shared/parts.html").module
                assert str(made.own()) == text  # type: ignore[attr-defined]
            theme.use(None)
            _code(tmp_path)
    finally:
        theme.use(None)

    assert compilations == ["parts.html"] * 3


def test_what_was_compiled_of_a_template_that_is_gone_is_removed(tmp_path: Path) -> None:
    _code(tmp_path)
    shelf = Shelf(tmp_path / NAME, KEY)
    shelf.keep(str(tmp_path / "gone.html"), "template es own/gone.html", b"source", b"code")
    (tmp_path / NAME / "half.7.new").write_bytes(b"half")
    _code(tmp_path, "en")

    left = b"".join(file.read_bytes() for file in (tmp_path / NAME).iterdir())
    assert b"gone.html" not in left
    assert not list((tmp_path / NAME).glob("*.new"))
    assert len(_templates(tmp_path)) == 2


def test_words_are_compiled_once_and_anew_when_they_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = tmp_path / "messages.po"
    made: list[bytes] = []
    as_mo = translations._as_mo
    monkeypatch.setattr(translations, "catalogue_path", lambda language: catalogue)

    def noted(text: bytes) -> bytes:
        made.append(text)
        return as_mo(text)

    monkeypatch.setattr(translations, "_as_mo", noted)

    for word in ("Casa", "Casa", "Hogar"):
        catalogue.write_text(
            f'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8"\n\nmsgid "Home"\nmsgstr "{word}"\n'
        )
        _forget()
        with compiled_in(tmp_path, KEY):
            assert translations.translations("es").gettext("Home") == word

    assert len(made) == 2


def test_the_folder_is_its_owners_alone(tmp_path: Path) -> None:
    _code(tmp_path / "build")

    assert (tmp_path / "build" / NAME).stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in (tmp_path / "build" / NAME).iterdir()} == {0o600}


def test_a_folder_that_cannot_be_made_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file")

    with compiled_in(tmp_path / "build", KEY):
        assert compiled("a.html", "template", b"source", lambda: b"code") == b"code"
