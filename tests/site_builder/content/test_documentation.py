"""docs/content.md names every field that the content may have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_builder.content import load_catalogue
from site_builder.content.fields import Fields
from site_builder.content.kinds import KINDS
from tests.site_builder.content.small_content import write_content


def test_every_field_is_documented(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: set[str] = set()
    done = Fields.done

    def remember(fields: Fields, also: frozenset[str] = frozenset()) -> None:
        read.update(fields.taken)
        done(fields, also)

    monkeypatch.setattr(Fields, "done", remember)
    load_catalogue(write_content(tmp_path))
    named = set(re.findall(r"`([a-z_0-9]+)`", (checkout / "docs" / "content.md").read_text(encoding="utf-8")))

    assert len(read) > 60
    assert read - named == set()


def test_every_kind_of_file_is_documented(checkout: Path) -> None:
    text = (checkout / "docs" / "content.md").read_text(encoding="utf-8")

    assert [kind.folder for kind in KINDS if f"`{kind.folder}/" not in text] == []
