"""docs/backup.md as it is written: each of its blocks, typed one after the other in a community of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from domain.record.checkpoint import Checkpoint
from tests.builders import contents
from tests.forms_api.backup.test_backup import a_town
from tests.log_reading import head

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def typed(block: str, folder: Path) -> str:
    """Type a block into a shell in *folder*; every line of it has to succeed."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}
    block = re.sub(r"^rsn ", f"{sys.executable} -m rsn ", block, flags=re.MULTILINE)
    run = subprocess.run(
        ["/bin/sh", "-euc", block], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )

    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def lived(folder: Path) -> Checkpoint:
    """Lay down a community as the page expects one: a data folder, its words, its published record."""
    town = a_town(folder / "data")
    town.frozen()
    town.store.close()
    (folder / "words").write_text("six words that nobody would guess\n")
    (folder / "kept").mkdir()
    (folder / "content").mkdir()
    (folder / "public").mkdir()
    (folder / "public" / "record").symlink_to(folder / "data" / "record")
    return head(town.record)


def test_every_block_of_the_page_does_what_it_says(tmp_path: Path) -> None:
    before = lived(tmp_path)
    blocks = BLOCK.findall((ROOT / "docs" / "backup.md").read_text(encoding="utf-8"))
    told = [typed(block, tmp_path) for block in blocks]
    one, other = (a_town(tmp_path / "data", 0), a_town(tmp_path / "new", 0))

    assert len(blocks) == 3
    assert "every hash right" in told[0] and "every hash right" in told[1]
    assert "Nobody is signed in" in told[2] and "verified" in told[2]
    assert contents(one.store) == contents(other.store)
    assert head(tmp_path / "new" / "record") == before
    one.store.close()
    other.store.close()
