"""docs/api.md as written: its commands run against a real service, from signing in to a receipt."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from forms_api.services.codes import issue
from forms_api.store.tinydb import TinyStore
from tests.faults.voting import hold_vote, served

# All that is measured here happens in other processes.
pytestmark = pytest.mark.no_cover


def curl() -> Path:
    """Return where curl is; a machine without it gets Debian's."""
    if shutil.which("curl") is None and os.geteuid() == 0 and shutil.which("apt-get"):
        for words in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", "curl"]):
            subprocess.run(["apt-get", *words], stdin=subprocess.DEVNULL, capture_output=True, check=True)
    found = shutil.which("curl")
    assert found, "The page's commands are run with curl: install it."
    return Path(found)


def commands(checkout: Path) -> str:
    (block,) = re.findall(r"```sh\n(.*?)```", (checkout / "docs" / "api.md").read_text("utf-8"), re.DOTALL)
    return str(block)


def run(script: str, folder: Path, **variables: str) -> str:
    """Run the commands in *folder*, and return what they print; each of them has to go well."""
    path = f"{curl().parent}:{os.environ['PATH']}"
    command = ["bash", "-euo", "pipefail", "-c", script]
    environment = os.environ | variables | {"PATH": path}
    done = subprocess.run(
        command, env=environment, cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_commands_of_the_page_cast_a_ballot_and_bring_its_receipt(checkout: Path, tmp_path: Path) -> None:
    vote = hold_vote(tmp_path / "community")
    voter = vote.voters[0].member
    with closing(TinyStore.open(vote.data / "store")) as store:
        code = issue(store, voter, datetime.now(UTC))[0]
    with served(vote) as service:
        said = run(commands(checkout), tmp_path, HERE=f"http://127.0.0.1:{service.port}", CODE=code)
    receipt = json.loads((tmp_path / "receipt.json").read_text())["receipt"]

    assert vote.box() == {voter: ["yes"]}
    assert receipt["code"] in said
    assert '"method":"yes_no"' in said
    assert code not in said
