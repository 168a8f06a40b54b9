"""Bad content, through `rsn build`: file and line, exit code 1, and the last good site as it was."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from rsn.__main__ import main
from tests.site_builder.content.pictures import a_picture
from tests.site_builder.content.small_content import FILES, write_content

SECONDS = 5.0
"""What one of these files may cost at most, on a slow machine too."""

PAGE = "pages/about.md"
HEAD, _, _ = FILES[PAGE].rpartition("---\n")
HEAD += "---\n\n"


def page(text: str, head: str = HEAD) -> bytes:
    return (head + text).encode()


def with_alias(file: str, alias: str) -> bytes:
    front, end, body = FILES[file].rpartition("\n---\n")
    return f"{front}\naliases: [{alias}]{end}{body}".encode()


BAD: dict[str, tuple[dict[str, bytes], tuple[str, ...]]] = {
    "raw HTML": ({PAGE: page("A <b>bold</b> word.\n")}, (f"{PAGE}:7: raw HTML ('<b>')",)),
    "a page of a megabyte": ({PAGE: page("word " * 210_000)}, (f"{PAGE}:1: the file has 1,05",)),
    "a text too long to be rendered": (
        {PAGE: page("word " * 60_000)},
        (f"{PAGE}:7: the text has 300,000 bytes.",),
    ),
    "ten thousand quotes in one another": (
        {PAGE: page(">" * 10_000 + " deep\n")},
        (f"{PAGE}:7: quotes, lists or indents stand inside one another too deep.",),
    ),
    "ten thousand quotes, a line each": (
        {PAGE: page("".join("> " * n + "x\n" for n in range(1, 150)))},
        (f"{PAGE}:27: quotes, lists or indents",),
    ),
    "ten thousand lists in one another": (
        {PAGE: page("".join("  " * n + "- x\n" for n in range(300)))},
        (f"{PAGE}:48: quotes, lists or indents",),
    ),
    "brackets without end": ({PAGE: page("[" * 100_000)}, (f"{PAGE}:7: the text has 100000 signs '['.",)),
    "bytes that are not UTF-8": ({PAGE: page("caf\n") + b"caf\xe9\n"}, (f"{PAGE}:8: this line is not in UTF-8.",)),
    "a byte order mark": (
        {PAGE: b"\xef\xbb\xbf" + page("x")},
        (f"{PAGE}:1: the file begins with a byte order mark.",),
    ),
    "a NUL": ({PAGE: page("a\0b\n")}, (f"{PAGE}:7: U+0000 (a control sign) cannot be seen.",)),
    "a tab in the front matter": ({PAGE: page("x", HEAD.replace("order: 1", "order:\t1"))}, (f"{PAGE}:4: a tab",)),
    "no front matter": ({PAGE: b"Words.\n"}, (f"{PAGE}:1: the file does not begin with front matter.",)),
    "an alias where a page stands": (
        {PAGE: with_alias(PAGE, "/programs/kitchen-table/")},
        (f"{PAGE}:5: there is a page at '/programs/kitchen-table/'.",),
    ),
    "an alias that two entries claim": (
        {PAGE: with_alias(PAGE, "/old/"), "skills/budgeting.md": with_alias("skills/budgeting.md", "/Old/")},
        ("skills/budgeting.md:6: the alias '/Old/' leads to", "pages/about.md too."),
    ),
    "a page called as a language": (
        {"pages/es.md": FILES[PAGE].encode()},
        ("pages/es.md:1: the site needs the name",),
    ),
    "a page that differs in capitals": (
        {"pages/About.md": FILES[PAGE].encode()},
        ("pages/About.md:1: the file is called 'About'. Call it 'about.md'.",),
    ),
    "a folder that differs in capitals": (
        {"Members/zoe.md": FILES["members/ana.md"].encode()},
        ("Members:1: nothing is read from 'Members'. Did you mean 'members'?",),
    ),
    "a picture that is none": (
        {"images/hall.jpg": b"<script>", PAGE: page("![The hall](images/hall.jpg)\n")},
        ("images/hall.jpg:1: this is no picture.",),
    ),
    "a picture without a description": (
        {"images/hall.jpg": a_picture(), PAGE: page("![](images/hall.jpg)\n")},
        (f"{PAGE}:7: the picture has no description.",),
    ),
    "a reference to nobody": ({PAGE: page("[](member:an)\n")}, (f"{PAGE}:7: the reference names 'an'", "'ana'?")),
}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a community whose site was built; a test leaves its site as it is."""
    folder = tmp_path_factory.mktemp("good")
    write_content(folder / "content")
    answer = build(folder)

    assert answer[0] == 0, answer[1]
    return folder


def build(folder: Path) -> tuple[int, str]:
    words = [f"--{name}={folder / place}" for name, place in (("data", "data"), ("out", "public"))]
    answer = CliRunner().invoke(main, ["build", "--content", str(folder / "content"), *words])
    return answer.exit_code, answer.output


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            stat = (Path(place) / name).lstat()
            found[f"{place}/{name}"] = stat.st_mtime_ns, stat.st_size
    return found


@pytest.fixture
def content(good: Path) -> Iterator[Path]:
    """Return the content, to be spoilt, of the community whose site stands; it is mended again afterwards."""
    yield good / "content"
    shutil.rmtree(good / "content")
    write_content(good / "content")


def refused(folder: Path) -> str:
    before, begun = stamps(folder / "public"), time.process_time()
    code, said = build(folder)

    assert code == 1, said
    assert stamps(folder / "public") == before
    assert time.process_time() - begun < SECONDS
    assert said.rstrip().endswith("Nothing was written.")
    return said


@pytest.mark.parametrize("name", BAD)
def test_bad_content_is_told_by_file_and_line_and_the_last_good_site_stays(content: Path, name: str) -> None:
    files, expected = BAD[name]
    for file, raw in files.items():
        (content / file).parent.mkdir(exist_ok=True)
        (content / file).write_bytes(raw)
    said = refused(content.parent)

    assert all(words in said for words in expected), said
    assert said.startswith(f"{content}/")


@pytest.mark.parametrize("folder", ["pages", "images", "theme"])
def test_a_folder_that_lies_elsewhere_is_not_followed(content: Path, tmp_path: Path, folder: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "passwd.md").write_bytes(FILES[PAGE].encode())
    shutil.rmtree(content / folder, ignore_errors=True)
    (content / folder).symlink_to(tmp_path / "elsewhere")

    assert f"{content}/{folder}:1: this is a link to another folder. Put the folder itself here." in refused(
        content.parent
    )


@pytest.mark.parametrize(
    "raw",
    [
        page("word " * 30_000 + "\n"),
        page("a\n\n" * 3_000),
        FILES[PAGE].replace("\n", "\r\n").encode(),
        page("`" * 20_000 + "\n"),
        page("*a " * 20_000 + "\n"),
        page("> " * 20 + "x\n"),
    ],
    ids=["one long line", "many paragraphs", "line ends of Windows", "backticks", "open stars", "twenty quotes"],
)
def test_what_only_looks_bad_is_built_in_time(content: Path, raw: bytes) -> None:
    (content / PAGE).write_bytes(raw)
    begun = time.process_time()
    code, said = build(content.parent)

    assert code == 0, said
    assert time.process_time() - begun < SECONDS
