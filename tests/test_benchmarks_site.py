"""The table of builds: what it measures, that the corpus is one for all, and that a wrong build has no time."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from benchmarks import site
from benchmarks.generators import corpus, flat, sites, voting
from benchmarks.generators.running import ProgramFailed, Took, run
from rsn.demo.generating.generate import generate
from rsn.demo.generating.sizes import sizes_of

NOW = datetime(2026, 11, 24, 1, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def community(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus") / "community"
    generate(folder, sizes_of(20, ballots=20), 1, NOW, lambda text: None, lambda done, of: None)
    return folder


@pytest.fixture
def exported(community, tmp_path):
    corpus.export(community / "content", community / "data" / "record", tmp_path / "content")
    return tmp_path / "content"


def test_a_program_is_measured_with_its_children_and_with_what_they_hold():
    child = "import time; held = bytearray(40_000_000); held[::4096] = b'x' * len(held[::4096]); time.sleep(0.3)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}]); print('over')"

    # From a small process, as the table is: a program's largest size begins with that of whoever starts it.
    measured = (
        "import dataclasses, json, pathlib, sys; from benchmarks.generators.running import run; "
        f"took = run([sys.executable, '-c', {parent!r}], pathlib.Path(), look=True); "
        "print(json.dumps(dataclasses.asdict(took)))"
    )

    done = subprocess.run([sys.executable, "-c", measured], cwd=sites.CHECKOUT, capture_output=True, check=True)
    took = Took(**json.loads(done.stdout))

    assert took.wall > 0.3
    assert 40_000_000 < took.largest < 200_000_000
    assert took.together > 40_000_000
    assert took.said == "over\n"


def test_a_program_that_fails_is_told_with_its_words():
    with pytest.raises(ProgramFailed, match="no such thing"):
        run([sys.executable, "-c", "raise SystemExit('no such thing')"], sites.CHECKOUT)


def test_every_generator_reads_the_very_files_that_ours_reads(community, exported):
    for kind in corpus.KINDS:
        for file in (community / "content" / kind).iterdir():
            assert (exported / kind / file.name).read_bytes() == file.read_bytes()
    record = corpus.proposals(community / "data" / "record")
    assert {file.stem for file in (exported / "proposals").iterdir()} == set(record)
    for number, proposal in record.items():
        front, _, body = (exported / "proposals" / f"{number}.md").read_text("utf-8").partition("\n}\n")
        assert json.loads(f"{front}}}")["state"] == proposal["state"]
        assert body.strip() == proposal["text"].strip()


def test_eleventy_gets_layouts_and_marked_front_matter(exported):
    flat.for_eleventy(exported)

    assert json.loads((exported / "members" / "members.11tydata.json").read_text())["layout"] == "member.njk"
    assert all(f.read_text("utf-8").startswith("---json\n{") for f in (exported / "proposals").glob("*.md"))


def test_pelican_gets_each_page_with_its_facts_in_one_line(community, tmp_path):
    flat.for_pelican(community, tmp_path)

    member = next((tmp_path / "members").iterdir())
    fields = dict(line.split(": ", 1) for line in member.read_text("utf-8").split("\n\n")[0].splitlines())
    assert fields["Save_as"] == f"members/{member.stem}/index.html"
    assert json.loads(fields["Facts"])["slug"] == member.stem


def test_an_edit_takes_the_place_of_the_last_one(exported):
    one = sites.Site("one", exported.parent, [])
    file = next((exported / "programs").iterdir())
    before = file.read_text("utf-8")

    one.edit(file.stem, "First.")
    one.edit(file.stem, "Second.")

    assert file.read_text("utf-8") == f"{before}\nEdited: Second.\n"


def test_a_page_that_does_not_show_its_source_is_no_measurement(tmp_path):
    one = sites.Site("one", tmp_path, [])
    (one.out / "about").mkdir(parents=True)
    (one.out / "about" / "index.html").write_text("old words")

    one.shows("about", "old words")
    with pytest.raises(sites.NotShown, match="new words"):
        one.shows("about", "new words")


def test_ours_is_cleared_of_all_that_a_build_leaves_and_of_nothing_else(tmp_path):
    mine = sites.ours(tmp_path, 2)
    for name in ("public", "data/build", "data/store", "data/record"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "data" / "built").touch()

    mine.clear()

    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["record", "store"]
    assert not mine.out.exists()


def test_the_open_vote_is_found_with_people_who_have_not_voted_yet(community):
    box = voting.open_box(community / "data", 3, NOW)

    proposal = corpus.proposals(community / "data" / "record")[box.proposal]
    assert proposal["state"] == "voting"
    assert len(box.tokens) == 3
    assert box.told() <= box.voted


def test_a_ratio_says_how_many_times_as_quick_or_slow():
    row = site.Row("row", lambda one, turn: ("", ""), 0.5)
    found = site.Measured(row, [Took(1, 1, 1), Took(3, 1, 1)], [Took(10, 1, 1), Took(10, 1, 1)])

    assert found.ratio == pytest.approx(0.2)
    assert site._times(0.0125) == "80 times as quick"
    assert site._times(1.5) == "1.50 times its time"


@pytest.mark.long
def test_a_small_table_is_printed_whole(capsys):
    site.main(["60", "1"])

    printed = capsys.readouterr().out
    told = [line for line in printed.splitlines() if " s of processor)" in line]
    assert len(told) == 5
    assert "WRONG" not in printed
    assert "most memory of a process" in printed


def test_votes_are_cast_so_that_the_number_told_grows_and_an_hour_passes(tmp_path, monkeypatch):
    box = voting.Box(tmp_path, "2026-1", [f"token-{number}" for number in range(20)], 11)
    cast = []
    monkeypatch.setattr(voting.Box, "_post", lambda self, token: cast.append(token))

    assert box.vote() == 15
    assert box.vote() == 20
    assert len(cast) == 9
    assert box.clock.ahead == timedelta(hours=2)
    assert (tmp_path / "clock").read_text() == "7200"
