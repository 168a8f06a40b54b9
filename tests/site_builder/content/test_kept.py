"""Content that was read before: what is kept says what a fresh reading says, and costs what changed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.catalogue import Catalogue
from site_builder.content import ContentErrors, entries, index, load_catalogue, look, quick, shares
from site_builder.content.kept import KeptMapping, digests_of
from site_builder.problems import Problem
from tests.site_builder.content.edits import EDITS, Texts, edits
from tests.site_builder.content.small_content import FILES, PAGE, write_content

SOME = max(15, settings().max_examples // 2)


def said(content: Path, **how: Any) -> Catalogue | tuple[Problem, ...]:
    """Return what is read, or all that is wrong, in its order."""
    try:
        return load_catalogue(content, **how)
    except ContentErrors as wrong:
        return wrong.problems


class Folder:
    """A folder content/ that is brought to hold given files, each change with a stamp of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path / "content"
        self.kept = path / "kept"
        self.files: Texts = {}
        self.stamps = count(1_700_000_000)
        self.become({name: text.encode() for name, text in FILES.items()})

    def become(self, files: Texts) -> None:
        for name in self.files.keys() - files.keys():
            (self.path / name).unlink()
        for name, text in files.items():
            if self.files.get(name) != text:
                self.write(name, text)
        self.files = dict(files)

    def write(self, name: str, text: bytes) -> None:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text)
        stamp = next(self.stamps)
        os.utime(file, (stamp, stamp))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """Return the small content in a folder whose stamps are believed at once."""
    monkeypatch.setattr(look, "YOUNG_NS", -(10**18))
    return Folder(tmp_path)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Return the entries that are read from now on."""
    read: list[str] = []

    def noting(content: Path, place: Any, *rest: Any) -> Any:
        read.append(place.key)
        return read_entry(content, place, *rest)

    read_entry = entries.read_entry
    monkeypatch.setattr(entries, "read_entry", noting)
    yield read


@settings(max_examples=SOME)
@given(st.lists(edits, min_size=1, max_size=4), st.booleans(), st.booleans())
def test_after_any_edits_what_was_kept_says_what_a_fresh_reading_says(
    steps: list[list[Any]], believed: bool, with_a_day: bool
) -> None:
    how = {"today": date(2026, 11, 23)} if with_a_day else {}
    with TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        if believed:
            patch.setattr(look, "YOUNG_NS", -(10**18))
        folder = Folder(Path(place))
        for step in [[], *steps, []]:
            files = dict(folder.files)
            for edit in step:
                edit(files)
            folder.become(files)

            fresh, kept = said(folder.path, **how), said(folder.path, kept=folder.kept, **how)
            assert kept == fresh
            assert isinstance(fresh, Catalogue) == isinstance(kept, Catalogue)
            if isinstance(fresh, Catalogue) and isinstance(kept, Catalogue):
                same_order(fresh, kept)


@pytest.mark.parametrize("believed", [True, False])
def test_after_each_single_edit_what_was_kept_says_what_a_fresh_reading_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, believed: bool
) -> None:
    if believed:
        monkeypatch.setattr(look, "YOUNG_NS", -(10**18))
    folder = Folder(tmp_path)
    start = dict(folder.files)
    for edit in EDITS:
        folder.become(start)
        load_catalogue(folder.path, kept=folder.kept)
        files = dict(start)
        edit(files)
        folder.become(files)

        assert said(folder.path, kept=folder.kept) == said(folder.path)


def same_order(fresh: Catalogue, kept: Catalogue) -> None:
    for name in ("skills", "programs", "cohorts", "members", "playbooks", "policies", "pages", "news"):
        assert list(getattr(kept, name)) == list(getattr(fresh, name))
        assert digests_of(getattr(kept, name)).keys() == getattr(fresh, name).keys()
    for name in ("publications", "mentions", "images"):
        assert list(getattr(kept, name)) == list(getattr(fresh, name))


@settings(max_examples=SOME // 2)
@given(edits, st.integers(2, 3))
def test_several_workers_say_what_one_says(step: list[Any], jobs: int) -> None:
    with TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        patch.setattr(shares, "FEWEST", 1)
        # The runner of the tests has a thread of its own, which holds nothing that is wanted here.
        patch.setattr(shares, "one_thread", lambda: True)
        folder = Folder(Path(place))
        files = dict(folder.files)
        for edit in step:
            edit(files)
        folder.become(files)

        assert said(folder.path, jobs=jobs) == said(folder.path)


def test_what_did_not_change_is_neither_read_nor_unpacked(folder: Folder, opened: list[str]) -> None:
    load_catalogue(folder.path, kept=folder.kept)
    opened.clear()
    catalogue = load_catalogue(folder.path, kept=folder.kept)

    assert opened == []
    assert isinstance(catalogue.members, KeptMapping)
    assert catalogue.members._values == {}
    assert catalogue.members["ana"].entry.name == "Ana"
    assert list(catalogue.members._values) == ["ana"]


def test_an_edit_of_one_text_reads_one_entry_and_compares_none(
    folder: Folder, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = load_catalogue(folder.path, kept=folder.kept)
    opened.clear()
    monkeypatch.delattr(quick, "check_together")
    folder.write("members/ben.md", folder.files["members/ben.md"].replace(b"soup", b"bread"))
    after = load_catalogue(folder.path, kept=folder.kept)

    assert opened == ["member/ben"]
    assert after.members["ben"].entry.about == "I came for the bread."
    changed = {key for key in before.members if digests_of(before.members)[key] != digests_of(after.members)[key]}
    assert changed == {"ben"}


def test_a_file_only_touched_is_looked_at_and_not_read(folder: Folder, opened: list[str]) -> None:
    load_catalogue(folder.path, kept=folder.kept)
    opened.clear()
    folder.write("members/ben.md", folder.files["members/ben.md"])
    load_catalogue(folder.path, kept=folder.kept)

    assert opened == []


def test_a_skill_that_goes_is_asked_for_again_by_those_alone_that_name_it(
    folder: Folder, opened: list[str]
) -> None:
    load_catalogue(folder.path, kept=folder.kept)
    opened.clear()
    folder.become({name: text for name, text in folder.files.items() if name != "skills/bicycle-repair.md"})
    with pytest.raises(ContentErrors, match="no such skill"):
        load_catalogue(folder.path, kept=folder.kept)

    assert opened == ["member/ana"]


def test_a_change_within_the_same_tick_and_of_the_same_size_is_seen(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    load_catalogue(folder.path, kept=folder.kept)
    file = folder.path / "members/ben.md"
    stamp = file.stat().st_mtime_ns
    file.write_bytes(folder.files["members/ben.md"].replace(b"soup", b"stew"))
    os.utime(file, ns=(stamp, stamp))

    assert load_catalogue(folder.path, kept=folder.kept).members["ben"].entry.about == "I came for the stew."


@pytest.mark.parametrize("part", ["content-index", "content-values-*"])
@pytest.mark.parametrize("damage", [b"", b"\x00" * 4000, None])
def test_what_is_damaged_is_read_again(folder: Folder, part: str, damage: bytes | None) -> None:
    fresh = load_catalogue(folder.path, kept=folder.kept)
    file = next(folder.kept.glob(part))
    if damage is None:
        file.unlink()
    else:
        size = file.stat().st_size
        file.write_bytes((damage + file.read_bytes()[len(damage) :])[:size] if damage else b"")

    assert load_catalogue(folder.path, kept=folder.kept) == fresh
    folder.write(
        "skills/sewing.md", folder.files["skills/bicycle-repair.md"].replace(b"Bicycle repair", b"Sewing")
    )
    for _ in range(2):
        assert load_catalogue(folder.path, kept=folder.kept) == load_catalogue(folder.path)
    healed = load_catalogue(folder.path, kept=folder.kept)
    assert isinstance(healed.members, KeptMapping)
    assert healed.members["ana"] == fresh.members["ana"]
    assert healed.members._store._catalogue is None


def test_other_code_reads_everything_again(
    folder: Folder, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    load_catalogue(folder.path, kept=folder.kept)
    everything = sorted(opened)
    opened.clear()
    monkeypatch.setattr(index, "our_code", lambda: b"another")
    load_catalogue(folder.path, kept=folder.kept)

    assert sorted(opened) == everything


def test_whatever_command_reads_next_believes_what_another_one_kept(
    folder: Folder, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    load_catalogue(folder.path, kept=folder.kept)
    opened.clear()
    monkeypatch.setattr(sys, "path", ["/somewhere/bin", *sys.path])
    index.our_code.cache_clear()
    load_catalogue(folder.path, kept=folder.kept)

    assert opened == []


def test_a_day_that_was_not_looked_at_is_looked_at(folder: Folder) -> None:
    files = folder.files | {
        "network.yaml": folder.files["network.yaml"].replace(b"written_for: 2026-11-23\n", b"")
    }
    folder.become(files)
    load_catalogue(folder.path, kept=folder.kept)
    load_catalogue(folder.path, kept=folder.kept, today=date(2026, 11, 23))

    with pytest.raises(ContentErrors, match="still to come"):
        load_catalogue(folder.path, kept=folder.kept, today=date(2025, 12, 31))


def test_a_folder_that_cannot_be_written_to_is_done_without(folder: Folder) -> None:
    folder.kept.write_text("a file stands here")

    assert load_catalogue(folder.path, kept=folder.kept) == load_catalogue(folder.path)


def test_while_another_process_writes_nothing_is_written(folder: Folder) -> None:
    import fcntl

    load_catalogue(folder.path, kept=folder.kept)
    before = (folder.kept / "content-index").read_bytes()
    folder.write("pages/about.md", (PAGE + "\nMore.\n").encode())
    with (folder.kept / "content-lock").open("r+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        catalogue = load_catalogue(folder.path, kept=folder.kept)

    assert "More." in catalogue.pages["about"].words["en"].text
    assert (folder.kept / "content-index").read_bytes() == before


def test_values_nobody_points_to_any_more_are_swept_out(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "FEWEST_DEAD", 100)
    sizes = []
    for number in range(40):
        folder.write("pages/about.md", (PAGE + f"\n{'More. ' * 200} {number}\n").encode())
        load_catalogue(folder.path, kept=folder.kept)
        sizes.append(sum(file.stat().st_size for file in folder.kept.glob("content-values-*")))

    assert len(list(folder.kept.glob("content-values-*"))) == 1
    assert max(sizes) < 4 * sizes[0]
    assert load_catalogue(folder.path, kept=folder.kept) == load_catalogue(folder.path)


def test_a_catalogue_outlives_the_files_it_was_kept_in(folder: Folder) -> None:
    load_catalogue(folder.path, kept=folder.kept)
    catalogue = load_catalogue(folder.path, kept=folder.kept)
    fresh = load_catalogue(folder.path)
    shutil.rmtree(folder.kept)

    assert catalogue == fresh


def test_the_folder_is_its_owners_alone(folder: Folder) -> None:
    load_catalogue(folder.path, kept=folder.kept)

    assert folder.kept.stat().st_mode & 0o077 == 0
    assert all(file.stat().st_mode & 0o077 == 0 for file in folder.kept.iterdir())


def test_reading_what_is_kept_imports_neither_yaml_nor_markdown(tmp_path: Path, checkout: Path) -> None:
    content = write_content(tmp_path / "content")
    program = (
        "import sys; from pathlib import Path; from site_builder.content import load_catalogue; "
        f"load_catalogue(Path({os.fspath(content)!r}), kept=Path({os.fspath(tmp_path / 'kept')!r})); "
        "print(sorted({name.split('.')[0] for name in sys.modules}))"
    )
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=checkout, check=True, capture_output=True, text=True
        )

    for heavy in ("ruamel", "markdown", "babel", "jinja2", "difflib", "PIL", "nh3", "dateutil"):
        assert f"'{heavy}'" not in done.stdout


def test_a_worker_that_dies_is_noticed(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shares, "FEWEST", 1)
    monkeypatch.setattr(shares, "one_thread", lambda: True)
    here = os.getpid()

    def work(share: Any) -> list[Any]:
        if os.getpid() != here:
            os._exit(3)
        return list(share)

    with pytest.raises(shares.WorkerFailed):
        shares.shared(work, [1, 2, 3, 4], 2)


def test_a_process_with_another_thread_does_all_of_it_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shares, "FEWEST", 1)
    monkeypatch.delattr(os, "fork")
    waiting = threading.Event()
    other = threading.Thread(target=waiting.wait)
    other.start()
    try:
        assert shares.shared(list, [1, 2, 3, 4], 2) == [1, 2, 3, 4]
    finally:
        waiting.set()
        other.join()
