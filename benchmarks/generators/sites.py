"""
The same community as a site of ours and of each peer: built, edited, voted on, cleared, and looked at afterwards.

Rules of this file: every generator is the program itself, not a wrapper around it; an edit is the same edit for
all; whoever is measured is asked for what it shows afterwards, so that a build which does nothing cannot win.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.generators.corpus import export, proposals, write_proposal
from benchmarks.generators.flat import for_eleventy, for_pelican
from benchmarks.generators.running import Took, run

CHECKOUT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
BENCH = CHECKOUT / ".venv-bench"
NODE = BENCH / "node"


class NotShown(Exception):
    """A build ended without an error, and its site does not show what it was built from."""

    def __init__(self, name: str, page: Path, words: str) -> None:
        super().__init__(f"{name}: {page} does not show {words!r}.")


@dataclass
class Site:
    """A generator with the community as its source in *folder*; *command* builds it, *out* is what it writes."""

    name: str
    folder: Path
    command: Sequence[str]
    version: str = ""
    about: str = ""
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def out(self) -> Path:
        return self.folder / "public"

    @property
    def content(self) -> Path:
        return self.folder / "content"

    def build(self, *, look: bool = False) -> Took:
        return run(self.command, self.folder, self.environment, look=look)

    def clear(self) -> None:
        """Take away everything a build left, so that the next one begins from nothing."""
        shutil.rmtree(self.out, ignore_errors=True)
        shutil.rmtree(self.folder / "resources", ignore_errors=True)

    def pages(self) -> int:
        """Return how many pages stand."""
        return sum(1 for _ in self.out.rglob("*.html"))

    def edit(self, program: str, sentence: str) -> None:
        """Let a program's text end with *sentence*, in the place of what the last edit put there."""
        file = self.content / "programs" / f"{program}.md"
        text = file.read_text(encoding="utf-8").partition("\n\nEdited: ")[0].rstrip("\n")
        file.write_text(f"{text}\n\nEdited: {sentence}\n", encoding="utf-8")

    def template(self, mark: str) -> None:
        """Change a template that every page is made from, so that its text holds *mark*."""
        file = self.folder / "layouts" / "_partials" / "footer.html"
        text = file.read_text(encoding="utf-8").partition("<p hidden>")[0]
        file.write_text(f"{text}<p hidden>{mark}</p>\n", encoding="utf-8")

    def vote(self, number: str, record: Path) -> None:
        """Let the source say of a proposal what the record says of it now."""
        write_proposal(self.content, number, proposals(record)[number])

    def shows(self, address: str, words: str) -> None:
        """
        Make sure that the page at *address* holds *words*.

        Raises:
            NotShown.
        """
        page = self.out / address / "index.html"
        if words not in page.read_text(encoding="utf-8"):
            raise NotShown(self.name, page, words)


class Ours(Site):
    """Our own builder, the whole scheduled job: it publishes first, or asks the service to."""

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def clear(self) -> None:
        shutil.rmtree(self.out, ignore_errors=True)
        # All that a job leaves beside the site: the store, the keys and the record are not among it.
        shutil.rmtree(self.data / "build", ignore_errors=True)
        (self.data / "built").unlink(missing_ok=True)

    def template(self, mark: str) -> None:
        ours = CHECKOUT / "templates" / "shared" / "base.html"
        file = self.content / "theme" / "templates" / "shared" / "base.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        text = ours.read_text(encoding="utf-8").replace("</body>", f"<p hidden>{mark}</p>\n</body>")
        file.write_text(text, encoding="utf-8")

    def vote(self, number: str, record: Path) -> None:
        """Nothing to write: the ballots are in the store, and publish is part of the job."""


def ours(folder: Path, jobs: int) -> Ours:
    """Return our builder for the community in *folder*, which has content/ and data/."""
    places = [part for name, place in (("content", "content"), ("data", "data"), ("out", "public"))
              for part in (f"--{name}", str(folder / place))]  # fmt: skip
    build = str(CHECKOUT / "build.py")
    command = [sys.executable, build, *places, "--jobs", str(jobs)]
    # As on any machine that runs the job twice: its modules are compiled once and kept.
    return Ours("ours", folder, command, _commit(), environment={"PYTHONDONTWRITEBYTECODE": ""})


def hugo(community: Path, folder: Path) -> Site | None:
    """Return Hugo with the community exported to *folder*; None where it is not installed."""
    found = sorted(BENCH.glob("lib/python*/site-packages/hugo/binaries/hugo*"))
    if not found:
        return None
    _prepare(community, folder, "hugo")
    (folder / "assets").mkdir()
    shutil.copy(CHECKOUT / "templates" / "assets" / "site.css", folder / "assets")
    version = _said(str(found[-1]), "version").split()[1]
    return Site("Hugo", folder, [str(found[-1]), "--destination", "public"], version, environment=_home(folder))


def pelican(community: Path, folder: Path) -> Site | None:
    """Return Pelican with the community exported to *folder*; None where it is not installed."""
    program = BENCH / "bin" / "pelican"
    if not program.exists():
        return None
    shutil.copytree(HERE / "pelican", folder)
    for_pelican(community, folder / "content")
    command = [str(program), "content", "--output", "public", "--settings", "pelicanconf.py", "--quiet"]
    return Site("Pelican", folder, command, _said(str(program), "--version"))


def eleventy(community: Path, folder: Path) -> Site | None:
    """Return Eleventy with the community exported to *folder*; None where it is not installed."""
    program = NODE / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
    if not program.exists() or not shutil.which("node"):
        return None
    _prepare(community, folder, "eleventy")
    for_eleventy(folder / "content")
    (folder / "node_modules").symlink_to(NODE / "node_modules")
    version = json.loads((program.parent / "package.json").read_text())["version"]
    return Site("Eleventy", folder, ["node", str(program), "--quiet", "--output=public"], version)


def _prepare(community: Path, folder: Path, name: str) -> None:
    shutil.copytree(HERE / name, folder)
    export(community / "content", community / "data" / "record", folder / "content")


def _home(folder: Path) -> dict[str, str]:
    return {"HUGO_CACHEDIR": str(folder / "cache")}


def _said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return (done.stdout or done.stderr).strip().splitlines()[0]


def _commit() -> str:
    try:
        return _said("git", "-C", str(CHECKOUT), "rev-parse", "--short", "HEAD")
    except (OSError, subprocess.CalledProcessError):
        return "no commit"
