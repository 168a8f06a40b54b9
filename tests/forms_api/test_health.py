"""What is not well, and only that, is said, with what to do."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from forms_api import health
from forms_api.health import Patient, as_answer, troubles
from forms_api.store.memory import MemoryStore
from tests.forms_api.town import Town


def a_disk(free_blocks: int = 10**6, free_files: int = 10**5) -> SimpleNamespace:
    return SimpleNamespace(f_bavail=free_blocks, f_frsize=4096, f_files=10**6, f_favail=free_files)


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """Return a town with a vote that is open, just published."""
    made = Town(tmp_path / "data")
    made.voting()
    (made.data / "secret.key").write_bytes(b"k" * 32)
    return made


def patient(town: Town) -> Patient:
    return Patient(town.data, town.record, town.store)


def named(town: Town, changed: Patient | None = None, **later: float) -> list[str]:
    return [trouble.name for trouble in troubles(changed or patient(town), town.now + timedelta(**later))]


def test_where_all_is_well_nothing_is_said(town: Town) -> None:
    assert troubles(patient(town), town.now) == ()
    assert as_answer((), town.now)["well"] is True


def test_a_service_that_does_not_run_is_the_first_trouble(town: Town) -> None:
    assert named(town, replace(patient(town), store=None)) == ["service"]


def test_a_store_that_only_reads_is_said_with_its_reason(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MemoryStore, "health", lambda self: "ballots.json: Input/output error")
    (found,) = troubles(patient(town), town.now)

    assert (found.name, "Input/output error" in found.text) == ("store", True)
    assert str(found).startswith("store: Nothing is stored any more")


def test_a_disk_nearly_full_is_said(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.os, "statvfs", lambda path: a_disk(free_blocks=50 * 256))
    (found,) = troubles(patient(town), town.now)

    assert (found.name, found.text.startswith("50 MiB are free")) == ("disk", True)


def test_a_disk_that_takes_no_more_files_is_said(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.os, "statvfs", lambda path: a_disk(free_files=3))

    assert named(town) == ["disk"]


@pytest.mark.parametrize("file", ["secret.key", "keys/log.key", "keys/receipt.key"])
def test_a_missing_key_is_said(town: Town, file: str) -> None:
    (town.data / file).unlink()

    assert named(town) == ["key"]


def test_a_key_that_others_may_read_is_said(town: Town) -> None:
    (town.data / "keys" / "log.key").chmod(0o644)

    assert named(town) == ["key"]


def test_a_clock_behind_what_was_recorded_is_said(town: Town) -> None:
    assert named(town, hours=-1) == ["clock"]


@pytest.mark.parametrize("broken", ["index.json", "checkpoint"])
def test_a_record_that_cannot_be_read_is_said(town: Town, broken: str) -> None:
    (town.record / broken).write_bytes(b"\xff{")

    assert named(town) == ["record"]


def test_a_record_in_which_nothing_is_logged_yet_is_well(tmp_path: Path) -> None:
    new = Town(tmp_path / "data")
    new.publish()
    (new.data / "secret.key").write_bytes(b"k" * 32)

    assert not (new.record / "checkpoint").exists()
    assert named(new) == []


def test_a_publish_that_is_overdue_is_said_after_a_quarter_of_an_hour(town: Town) -> None:
    due = json.loads((town.data / "next_due").read_text())["next_due"]
    town.now = town.now.fromisoformat(due)

    assert named(town, minutes=15) == []
    assert named(town, minutes=16) == ["publish"]


def test_a_publish_that_never_was_is_said(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_bytes(b"k" * 32)
    new = Patient(tmp_path, tmp_path / "record", MemoryStore())

    assert [trouble.name for trouble in troubles(new, Town(tmp_path / "t").now)] == ["publish"]


def test_a_due_moment_that_cannot_be_read_is_said(town: Town) -> None:
    (town.data / "next_due").write_text("[]")

    assert named(town) == ["publish"]


def test_mails_that_fail_one_after_the_other_are_said(town: Town) -> None:
    assert named(town, replace(patient(town), failed_mails=2)) == []
    assert named(town, replace(patient(town), failed_mails=3)) == ["mail"]


def test_content_with_mistakes_is_said(town: Town) -> None:
    assert named(town, replace(patient(town), mistakes=("content/a.md:3: it is wrong.",))) == ["content"]


def test_a_closed_store_has_no_latest_event(town: Town) -> None:
    town.store.close()

    assert named(town) == []
