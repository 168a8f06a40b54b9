"""The scheduled job where several processes share a store."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from rsn import job
from rsn.folders import Folders
from tests.site_builder.content.small_content import write_content

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)


def test_a_job_goes_on_while_another_process_publishes_and_looks_again_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rsn.house.settle", lambda *_: {"elsewhere": True})
    content = write_content(tmp_path / "content")

    done = job.run(Folders(content, tmp_path / "data", tmp_path / "public"), clock=lambda: NOW)

    assert "Another process publishes" in str(done)
    assert (tmp_path / "public" / "index.html").is_file()
    assert done.until == NOW


@pytest.mark.parametrize(
    ("fields", "until"),
    [
        ("publish_on: 2026-11-23 20:15", datetime(2026, 11, 23, 20, 15, tzinfo=UTC)),
        ("expires_on: 2026-11-23 19:00", datetime(2026, 11, 23, 19, 0, tzinfo=UTC)),
        ("draft: true\npublish_on: 2026-11-23 20:15", datetime(2026, 11, 24, 0, 0, tzinfo=UTC)),
        ("publish_on: 2026-11-30", datetime(2026, 11, 24, 0, 0, tzinfo=UTC)),
    ],
)
def test_a_job_is_due_again_when_something_comes_or_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fields: str, until: datetime
) -> None:
    monkeypatch.setattr("rsn.house.settle", lambda *_: {"sequence": 1, "changed": False})
    later = f"---\ntitle: Later\nsummary: Not yet.\n{fields}\n---\n\nWords.\n"
    content = write_content(tmp_path / "content", {"pages/later.md": later})
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "next_due").write_text('{"next_due": "2026-12-24T00:00:00Z"}')
    folders = Folders(content, tmp_path / "data", tmp_path / "public")

    assert job.run(folders, clock=lambda: NOW).until == until
