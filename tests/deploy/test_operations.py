"""Type what docs/operations.md says into a community of its own, block by block, with the real commands."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from forms_api.health import Trouble
from tests.faults.voting import Vote, finished, hold_vote

CHECKOUT = Path(__file__).resolve().parents[2]
PAGE = (CHECKOUT / "docs" / "operations.md").read_text("utf-8")
# A backup and what comes of it every day; all of the page in the long run.
DAILY = re.compile("rsn (backup|restore) ")
BLOCKS = [
    pytest.param(
        block, marks=() if DAILY.search(block) else pytest.mark.long, id=f"{number}: {block.splitlines()[0][:50]}"
    )
    for number, block in enumerate(re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL), start=1)
]
# What belongs to the machine and not to us: systemd starts and stops the real service here, too.
MACHINE = """
set -euo pipefail
chown() { :; }
git() { :; }
make() { :; }
systemctl() {
    case "$*" in *rsn-forms*) ;; *) return 0 ;; esac
    if [ "$1" != start ] && [ -f "$RUN/pid" ]; then
        kill "$(cat "$RUN/pid")"
        while kill -0 "$(cat "$RUN/pid")" 2>/dev/null; do sleep 0.05; done
        rm "$RUN/pid"
    fi
    if [ "$1" != stop ]; then
        $PYTHON -m rsn forms --content CONTENT --data DATA --port 0 --base-url http://127.0.0.1 >>"$RUN/log" 2>&1 &
        echo $! >"$RUN/pid"
        for _ in $(seq 600); do [ -S DATA/control.sock ] && break; sleep 0.1; done
        disown
    fi
}
"""


@dataclass
class Machine:
    """A community where the guide puts it, below a folder of ours."""

    folder: Path
    vote: Vote

    def typed(self, block: str) -> str:
        """Run a block as it is written, with this machine's places; return what it printed."""
        script = MACHINE.replace("CONTENT", str(self.vote.folder / "content")).replace("DATA", str(self.vote.data))
        for written, here in {
            "sudo -u rsn ": "",
            ".venv/bin/python": "$PYTHON",
            ".venv/bin/rsn": "$PYTHON -m rsn",
            "--content content": f"--content {self.vote.folder}/content",
            "/var/lib/rsn": str(self.vote.data),
            "/srv/rsn": str(self.vote.folder),
            "/var/backups/rsn": str(self.folder / "backups"),
            "/etc/rsn": str(self.folder / "etc"),
        }.items():
            block = block.replace(written, here)
        done = subprocess.run(
            ["bash", "-c", script + block],
            cwd=CHECKOUT,
            env={"PYTHON": sys.executable, "RUN": str(self.folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        return done.stdout


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    folder = tmp_path_factory.mktemp("machine")
    vote = hold_vote(folder / "community")
    finished(vote.build())
    for name in ("backups", "etc"):
        (folder / name).mkdir(mode=0o700)
    (folder / "etc" / "backup.words").write_text("seven words that nobody will ever guess\n")
    here = Machine(folder, vote)
    here.typed("systemctl start rsn-forms")
    yield here
    here.typed("systemctl stop rsn-forms")


@pytest.mark.parametrize("block", BLOCKS)
def test_each_block_of_the_page_does_what_it_says(machine: Machine, block: str) -> None:
    printed = machine.typed(block)
    if "keys rotate" in block:
        # The timer's next minute.
        finished(machine.vote.build())

    if "rsn health" in block and "--json" not in block:
        assert printed.endswith("All is well.\n")


def test_after_all_of_it_the_community_is_there_and_its_record_verifies(machine: Machine) -> None:
    verified = machine.typed(".venv/bin/rsn verify /srv/rsn/public/record")
    printed = machine.typed(".venv/bin/rsn members --data /var/lib/rsn")

    assert verified.endswith("verified\n")
    assert printed.count("voter-") == len(machine.vote.voters)


def test_every_trouble_that_health_names_is_on_the_page() -> None:
    source = (CHECKOUT / "forms_api" / "health.py").read_text("utf-8")
    named = set(re.findall(rf'{Trouble.__name__}\(\s*"(\w+)"', source))

    assert named == set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE))
