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
