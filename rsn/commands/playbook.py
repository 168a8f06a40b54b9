"""`rsn playbook`: the coordinators' packs, to look at and to carry away."""

from __future__ import annotations

import shutil
import sys
from contextlib import suppress
from pathlib import Path

import click

from rsn.folders import Folders
from rsn.options import content_option, data_option

SHARED = ("index.html", "cards.html")


@click.group()
def command() -> None:
    """
    What coordinators print before a crisis: who does which job, who calls whom, a card for each member.

    Every publish compiles the packs anew when something they say has changed. They lie in the data folder, under
    packs, and hold names and telephone numbers: only the folder's owner can read them.

    \b
    Example:  rsn playbook list
              rsn playbook pack --to /media/stick
    """


@command.command("list")
@content_option
@data_option
def list_packs(content: Path, data: Path) -> None:
    """Name the packs that lie ready, each with its file."""
    packs = _packs(Folders(content, data, Path("public")))
    for file in sorted(packs.glob("*.txt")):
        title = file.read_text(encoding="utf-8").splitlines()[0]
        click.echo(f"{file.stem:<28} {title}  ({file.with_suffix('.html')})")


@command.command()
@click.argument("slug", required=False)
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    help="Copy to this folder, a stick for instance; without it nothing is copied and the files are named.",
)
@click.option("--open", "show", is_flag=True, help="Open it in the browser afterwards, to print it.")
@content_option
@data_option
def pack(slug: str | None, to: Path | None, show: bool, content: Path, data: Path) -> None:
    """
    Bring the packs up to date and copy them to a folder, all of them or the one of the playbook SLUG.

    What is copied needs neither this program nor a network: open index.html in any browser, or read the .txt.
    Whoever finds the stick can read it, so keep it as you would keep the paper, and delete an older copy.

    \b
    Example:  rsn playbook pack five-day-power-cut --open
              rsn playbook pack --to /media/stick
    """
    from rsn.asking import ask_the_holder

    folders = Folders(content, data, Path("public"))
    try:
        ask_the_holder(folders, {"ask": "publish"})
    except click.ClickException as broken:
        # In a crisis an old pack is worth more than an error.
        click.echo(f"{broken.message}\nThe packs are those of the last publish.", err=True)
    packs = _packs(folders)
    files = _chosen(packs, slug)
    if to is not None:
        files = [_copied(file, to) for file in files]
    for file in files:
        click.echo(str(file))
    if show:
        click.launch(str(next(file for file in files if file.suffix == ".html")))
    if to is not None:
        click.echo(f"{len(files)} files in {to}. They hold names and numbers: shut them away.")


def _packs(folders: Folders) -> Path:
    packs = folders.data / "packs"
    if not packs.is_dir():
        click.echo(
            f"There are no packs in {packs}: content/ has no playbook, or nothing was published yet. "
            "Write one with `rsn new playbook NAME`, then run `rsn publish`.",
            err=True,
        )
        sys.exit(1)
    return packs


def _chosen(packs: Path, slug: str | None) -> list[Path]:
    if slug is None:
        found = sorted(file for file in packs.iterdir() if not file.name.startswith("."))
        return [packs / "index.html", *(file for file in found if file.name != "index.html")]
    files = [packs / f"{slug}.html", packs / f"{slug}.txt"]
    if slug in {Path(name).stem for name in SHARED} or not all(file.is_file() for file in files):
        known = ", ".join(sorted(file.stem for file in packs.glob("*.txt"))) or "none"
        click.echo(f"There is no pack for {slug!r}. There are: {known}.", err=True)
        sys.exit(1)
    return files


def _copied(file: Path, folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # A stick may know no modes; where the folder does, the copy is its owner's alone.
    target = folder / file.name
    shutil.copyfile(file, target)
    with suppress(OSError):
        target.chmod(0o600)
    return target
