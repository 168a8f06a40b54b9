"""A build by several processes leaves what one leaves: pages, manifest, and what is kept for the next build."""

from __future__ import annotations

import os
import signal
from pathlib import Path, PurePosixPath

import pytest

from site_builder import forked
from site_builder.build import BuildReport, build
from site_builder.kept.state import State, load_state
from site_builder.manifest import Manifest
from site_builder.staging import Staging
from tests.site_builder.community import NOW, a_proposal, a_record, community, write_record


def built(folder: Path, record: Path, jobs: int) -> tuple[BuildReport, State, dict[str, bytes]]:
    report = build(community(), record, folder / "public", NOW, state=folder / "state", jobs=jobs)
    kept = load_state(folder / "state")
    assert kept is not None
    files = {str(file.relative_to(folder)): file for file in (folder / "public").rglob("*") if file.is_file()}
    return report, kept, {name: file.read_bytes() for name, file in files.items()}


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(forked, "FEW", 10)
    monkeypatch.setattr("threading.active_count", lambda: 1)
    return write_record(tmp_path / "record", a_record(a_proposal()))


def test_what_is_made_and_kept_is_the_same_whatever_the_number_of_processes(tmp_path: Path, record: Path) -> None:
    one, kept_by_one, made_by_one = built(tmp_path / "1", record, 1)
    three, kept_by_three, made_by_three = built(tmp_path / "3", record, 3)

    assert made_by_three == made_by_one
    assert (three.written, three.reasons) == (one.written, one.reasons)
    assert list(kept_by_three.outlines.items()) == list(kept_by_one.outlines.items())
    assert dict(kept_by_three.traces) == dict(kept_by_one.traces)
    for name in ("lists", "around", "reasons"):
        assert dict(getattr(kept_by_three, name)) == dict(getattr(kept_by_one, name))
    assert not [name for name in made_by_three if ".rsn-new" in name]
    assert built(tmp_path / "3", record, 2)[0].written == 0


def test_pages_that_take_the_place_of_others_are_put_there_by_several_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: Path
) -> None:
    put, names = Staging._put, [f"{n}.html" for n in range(60)]

    def dying(self: Staging, name: str) -> None:
        put(self, name)
        if os.getpid() != here and name == "30.html":
            os.kill(os.getpid(), signal.SIGKILL)

    here = os.getpid()
    monkeypatch.setattr(Staging, "_put", dying)
    for name in (*names, "last"):
        (tmp_path / name).write_bytes(b"old")
    staging = Staging(tmp_path, Manifest())
    for name in (*names, "last"):
        staging.add(PurePosixPath(name), name.encode())
    staging.place(names, ["last"], 2)

    assert {name: (tmp_path / name).read_bytes() for name in (*names, "last")} == {
        name: name.encode() for name in (*names, "last")
    }
    assert not list(tmp_path.glob("*.rsn-new"))
