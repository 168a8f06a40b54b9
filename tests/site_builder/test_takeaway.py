"""What the one file to carry holds: equal bytes for equal sites, addresses that hold anywhere, plain words."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from site_builder.build import build
from site_builder.carried_page import Carrier, carried_policy
from site_builder.takeaway import CannotPack, pack
from tests.builders import a_network
from tests.site_builder.community import NOW, a_proposal, a_record, community, write_record

NETWORK = community().network


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("takeaway")
    build(community(), write_record(folder / "record", a_record(a_proposal())), folder / "public", NOW)
    return folder / "public"


def carried(html: str, *files: str, page: str = "programs/index.html") -> str:
    carrier = Carrier(frozenset(files), "https://weirside.example")
    return carrier.carried(page, html.encode()).decode()


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<a href="/">x</a>', '<a href="../index.html">x</a>'),
        ('<a href="/programs/x/#then">x</a>', '<a href="x/index.html#then">x</a>'),
        ('<a href="https://weirside.example/programs/x/">x</a>', '<a href="x/index.html">x</a>'),
        ("<a href='/a.css'>x</a>", '<a href="../a.css">x</a>'),
        ('<a href="#main">x</a>', '<a href="#main">x</a>'),
        ('<a href="https://elsewhere.example/">x</a>', '<a href="https://elsewhere.example/">x</a>'),
        ('<link rel="stylesheet" href="/a.css">', '<link rel="stylesheet" href="../a.css">'),
        ('<link rel="canonical" href="https://weirside.example/">',) * 2,
        ('<img srcset="/a.css 1x, /a.css 2x">', '<img srcset="../a.css 1x, ../a.css 2x">'),
        ('<div data-root="/" data-shards="/s/en/">', '<div data-root="../" data-shards="../s/en/">'),
        (
            '<meta http-equiv="refresh" content="0; url=/programs/x/">',
            '<meta http-equiv="refresh" content="0; url=x/index.html">',
        ),
    ],
)
def test_an_address_of_the_site_becomes_relative(html: str, found: str) -> None:
    assert carried(html, "index.html", "programs/index.html", "programs/x/index.html", "a.css") == found


def test_what_needs_the_network_keeps_its_full_address_and_says_so() -> None:
    link = carried('<html lang="en"><a href="/forms/me?x=1&amp;y=2">Mine</a>')
    form = carried('<html lang="en"><form action="/forms/search"></form>')

    assert 'href="https://weirside.example/forms/me?x=1&amp;y=2"' in link
    assert ">Mine (online only)</a>" in link
    assert 'action="https://weirside.example/forms/search"' in form
    assert "needs the internet" in form


def test_a_feed_is_subscribed_to_where_it_is_kept_up() -> None:
    assert 'href="https://weirside.example/feed.xml"' in carried('<a href="/feed.xml">f</a>', "feed.xml")


def test_the_policy_lets_in_files_and_nothing_else() -> None:
    policy = dict(part.split(" ", 1) for part in carried_policy("https://weirside.example/x/").split("; "))

    assert policy == {
        "default-src": "'none'",
        "script-src": "'self' file:",
        "style-src": "'self' file:",
        "img-src": "'self' file:",
        "connect-src": "'none'",
        "form-action": "https://weirside.example",
        "base-uri": "'none'",
    }


def test_equal_sites_give_equal_bytes(built: Path, tmp_path: Path) -> None:
    first = pack(built, tmp_path / "one.zip", NETWORK)
    second = pack(built, tmp_path / "two.zip", NETWORK)

    assert first.file.read_bytes() == second.file.read_bytes()
    assert first.bytes == first.file.stat().st_size
    assert sorted(file.name for file in tmp_path.iterdir()) == ["one.zip", "two.zip"]


def test_it_holds_every_file_a_build_made_and_no_other(built: Path, tmp_path: Path) -> None:
    (built / "somebody-else.txt").write_text("left here")
    packed = zipfile.ZipFile(pack(built, tmp_path / "site.zip", NETWORK).file)
    top = packed.namelist()[0].split("/")[0]
    names = {name.removeprefix(f"{top}/") for name in packed.namelist()}
    ours = {file.relative_to(built).as_posix() for file in built.rglob("*") if file.is_file()}

    assert names - ours == {"README.txt"}
    assert {"somebody-else.txt", ".rsn-manifest.json"} <= ours - names
    assert ours - names <= {"somebody-else.txt", ".rsn-manifest.json", "robots.txt", "_redirects"}
    assert packed.testzip() is None
    assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_its_readme_speaks_every_language_of_the_network(built: Path, tmp_path: Path) -> None:
    packed = zipfile.ZipFile(pack(built, tmp_path / "site.zip", NETWORK).file)
    readme = packed.read(packed.namelist()[0]).decode()

    assert packed.namelist()[0].endswith("/README.txt")
    assert readme.count(NETWORK.base_url) == len(NETWORK.languages)
    assert "index.html" in readme
    assert readme.replace("\r\n", "").count("\n") == 0


def test_what_cannot_be_packed_is_refused_and_leaves_nothing(built: Path, tmp_path: Path) -> None:
    network = a_network()

    with pytest.raises(CannotPack, match="would be part of the site"):
        pack(built, built / "site.zip", network)
    with pytest.raises(CannotPack, match="is a folder"):
        pack(built, tmp_path, network)
    with pytest.raises(CannotPack, match="holds no site built by us"):
        pack(tmp_path / "nothing", tmp_path / "site.zip", network)
    assert list(tmp_path.iterdir()) == []
