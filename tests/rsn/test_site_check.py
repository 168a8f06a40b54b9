"""`rsn check` on the site: each fault with the line of the content it comes from; the demo community has none."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import URLError

import pytest
from click.testing import CliRunner, Result

from rsn import external_links, site_check
from rsn.__main__ import main
from rsn.external_links import Answer, check_outside
from rsn.site_check import rules_for
from site_builder.checking.findings import KINDS, Level
from site_builder.checking.places import Places
from site_builder.checking.site import check_site
from site_builder.checking.told import tell
from site_builder.content import load_catalogue
from tests.site_builder.checking.small_site import a_page, a_site
from tests.site_builder.content.pictures import a_picture
from tests.site_builder.content.small_content import write_content

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
WHOLE = ()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return write_content(tmp_path / "content")


@pytest.fixture(autouse=True)
def _all_is_translated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what translators still have to do: it is true of these catalogues, not of these sites."""
    monkeypatch.setattr(site_check, "untranslated", lambda languages: WHOLE)


def run(content: Path, *words: str) -> Result:
    data = content.parent / "data"
    return CliRunner().invoke(main, ["check", "--content", str(content), "--data", str(data), *words])


def written(content: Path, name: str, words: str) -> Path:
    """Write the page pages/about.md with *words* behind its front matter; return it."""
    file = content / name
    head, front, _ = file.read_text().split("---\n", 2)
    file.write_text(f"{head}---\n{front}---\n{words}\n")
    return file


def test_a_site_without_a_fault_is_said_to_be_so(content: Path) -> None:
    answer = run(content)

    assert answer.exit_code == 0, answer.output
    assert answer.stdout.splitlines()[-1].startswith("No mistake in ")
    assert answer.stdout.splitlines()[-1].endswith(" files of the site.")


def test_a_fault_in_a_text_is_told_with_the_line_somebody_wrote(content: Path) -> None:
    page = next(iter(sorted((content / "pages").glob("*.md"))))
    words = "Hello.\n\nSee [the place](/record/#nowhere).\n"
    line = page.read_text().split("---\n", 2)[1].count("\n") + 2 + 3
    answer = run(written(content, f"pages/{page.name}", words).parent.parent)

    assert answer.exit_code == 1
    assert answer.stdout.splitlines()[-2].startswith(
        f"{page.as_posix()}:{line}: the link to /record/#nowhere names a place that is not on the page. (Seen in "
    )
    assert answer.stdout.splitlines()[-1].startswith("1 mistake in ")


def test_a_script_reads_what_was_found_as_json(content: Path, tmp_path: Path) -> None:
    site = a_site(tmp_path / "site", {"index.html": a_page('<a href="/gone/">x</a>')})
    answer = run(content, "--json", "--site", str(site))

    assert answer.exit_code == 1
    assert json.loads(answer.stdout) == [
        {
            "path": f"{site}/index.html",
            "line": 6,
            "what": "the link to /gone/ leads to no file of the site.",
            "mend": "Correct the address, or take the link out.",
            "level": "error",
            "check": "links",
            "pages": ["index.html"],
        }
    ]


def test_one_fault_of_a_template_is_told_once(content: Path, tmp_path: Path) -> None:
    pages: dict[str, str | bytes] = {f"{n}/index.html": a_page('<a href="/gone/">x</a>') for n in range(4)}
    site = a_site(tmp_path / "site", pages)
    answer = run(content, "--site", str(site))

    assert answer.stdout.splitlines()[-2:] == [
        f"{site}/0/index.html:6: the link to /gone/ leads to no file of the site. "
        "(Seen in 1/index.html and 2 more.) Correct the address, or take the link out.",
        "1 mistake in 5 files of the site.",
    ]


def test_a_warning_fails_only_a_strict_check(content: Path, tmp_path: Path) -> None:
    icons = "".join(f'<link rel="icon" href="/{n}.svg">' for n in range(5))
    files: dict[str, str | bytes] = {f"{n}.svg": "<svg/>" for n in range(5)}
    site = a_site(tmp_path / "site", {"index.html": a_page(head=icons), **files})
    mild, strict = run(content, "--site", str(site)), run(content, "--site", str(site), "--strict")

    assert (mild.exit_code, strict.exit_code) == (0, 1)
    assert f"{site}/index.html:1: Warning: a first view asks for 6 files" in mild.stdout
    assert mild.stdout.splitlines()[-1] == "No mistake, 1 warning in 6 files of the site."


def test_a_folder_that_is_not_there_is_wrong_usage(content: Path) -> None:
    assert run(content, "--site", str(content / "nothing")).exit_code == 2


def test_words_left_to_translators_are_one_warning_a_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    found = list(site_check.untranslated(("en", "es", "cy")))

    welsh = [re.findall(r"\d+", finding.what) for finding in found if "/cy/" in finding.file]
    assert len(welsh) == 1
    assert welsh[0][0] == welsh[0][1]
    assert {finding.level for finding in found} == {Level.WARNING}
    assert not any("/en/" in finding.file for finding in found)


def test_every_kind_of_check_is_explained(checkout: Path) -> None:
    page = (checkout / "docs" / "checking.md").read_text()

    assert re.findall(r"^### `(.+)`$", page, re.MULTILINE) == list(KINDS)


def test_the_demo_community_has_no_fault(demo_community: Callable[..., Path]) -> None:
    folder = demo_community()
    catalogue = load_catalogue(folder / "content")
    checked = check_site(folder / "public", rules_for(catalogue), jobs=2)
    places = Places(folder / "content", catalogue.network.languages)

    assert checked.files > 900
    assert [str(told) for told in tell(checked.findings, folder / "public", places)] == []


@pytest.mark.parametrize(
    ("page", "file"),
    [
        ("es/programs/kitchen-table/index.html", "programs/kitchen-table.es.md"),
        ("programs/kitchen-table/cohort-2/index.html", "cohorts/kitchen-table-2.md"),
        ("skills/form-filling/index.html", "skills/form-filling.md"),
        ("es/about/index.html", "pages/about.es.md"),
        ("news/2026-11-01-lamps/index.html", "news/2026-11-01-lamps.md"),
        ("index.html", "network.yaml"),
    ],
)
def test_a_page_is_traced_to_the_file_it_is_written_in(tmp_path: Path, page: str, file: str) -> None:
    assert next(Places(tmp_path, ("en", "es")).candidates(page)) == tmp_path / file


class Outside:
    """Other sites that answer as told; *asked* keeps what was asked."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def __call__(self, url: str) -> Answer:
        self.asked.append(url)
        return self.answers.get(url, Answer())


def test_other_sites_are_asked_once_a_week_and_those_that_failed_again(tmp_path: Path) -> None:
    good, gone = "https://a.example/1", "https://a.example/2"
    sites = Outside({gone: Answer("it answers 404.")})
    pauses: list[float] = []
    ask = {"ask": sites, "pause": pauses.append}
    first = check_outside([good, gone], tmp_path / "cache", NOW, **ask)  # type: ignore[arg-type]
    check_outside([good, gone], tmp_path / "cache", NOW + timedelta(days=1), **ask)  # type: ignore[arg-type]
    check_outside([good], tmp_path / "cache", NOW + timedelta(days=8), **ask)  # type: ignore[arg-type]

    assert first == {good: Answer(), gone: Answer("it answers 404.")}
    assert sites.asked == [good, gone, gone, good]
    assert pauses == [external_links.PAUSE_SECONDS]


def test_links_to_other_sites_are_followed_only_when_asked_for(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sites = Outside({"https://a.example/gone": Answer("it answers 404.")})
    monkeypatch.setattr(external_links, "asked", sites)
    site = a_site(tmp_path / "site", {"index.html": a_page('<a href="https://a.example/gone">x</a>')})
    silent, asking = run(content, "--site", str(site)), run(content, "--site", str(site), "--external")

    assert sites.asked == ["https://a.example/gone"]
    assert "Warning" not in silent.stdout
    assert f"{site}/index.html:6: Warning: the link to https://a.example/gone: it answers 404." in asking.stdout


class Sometimes(BaseHTTPRequestHandler):
    """A site that refuses HEAD on one page, has lost another, and is broken on a third."""

    def do_HEAD(self) -> None:
        self._answer({"/gone": 404, "/broken": 500, "/get-only": 405}.get(self.path, 200))

    def do_GET(self) -> None:
        self._answer({"/gone": 404, "/broken": 500}.get(self.path, 200))

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return


def test_a_real_server_is_asked_briefly_and_once_more_where_it_refuses_that() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Sometimes) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        here = f"http://127.0.0.1:{server.server_port}"
        said = {path: external_links.asked(here + path).wrong for path in ("/", "/get-only", "/gone", "/broken")}
        server.shutdown()

    assert said == {"/": "", "/get-only": "", "/gone": "it answers 404.", "/broken": "it answers 500."}
    assert "it cannot be reached" in external_links.asked(here).wrong
    assert external_links.asked("ftp://a.example/x") == Answer()


def test_without_a_network_one_line_says_so(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_network(*_: object, **__: object) -> None:
        raise URLError(socket.gaierror(-3, "Temporary failure in name resolution"))

    monkeypatch.setattr(external_links, "urlopen", no_network)
    links = '<a href="https://a.example/1">x</a> <a href="https://b.example/2">x</a>'
    site = a_site(tmp_path / "site", {"index.html": a_page(links)})
    answer = run(content, "--site", str(site), "--external")

    assert answer.exit_code == 0
    assert answer.stdout.splitlines()[-2:] == [
        "(other sites):1: Warning: no other site could be asked: this machine has no network. "
        "Try again where there is one.",
        "No mistake, 1 warning in 1 files of the site.",
    ]


def test_a_picture_that_no_text_shows_is_a_warning(content: Path) -> None:
    (content / "images").mkdir()
    (content / "images" / "hall.png").write_bytes(a_picture("PNG"))
    answer = run(content)

    assert answer.exit_code == 0, answer.output
    assert f"{content}/images/hall.png:1: Warning: no text shows this picture." in answer.stdout
    assert run(content, "--strict").exit_code == 1
