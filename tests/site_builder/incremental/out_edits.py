"""What hands and accidents do to the output folder, to the manifest and to what the builder keeps."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

from site_builder.manifest import NAME
from tests.site_builder.incremental.world import World, edit, nth

TICK_SECONDS = 0.012
"""The clock of a file system goes in steps of up to ten milliseconds."""


def pages(world: World) -> list[Path]:
    """Return what a build wrote and nobody took away."""
    if not world.out.is_dir():
        return []
    found = [file for file in world.out.rglob("*") if file.is_file() and file.name != NAME]
    return sorted(file for file in found if str(file.relative_to(world.out)) not in world.foreign | world.orphans)


@edit
def lay_a_foreign_file(world: World, n: int) -> bool:
    name = nth(["google-check.html", "members/photo.jpg", ".well-known/theirs", "old/deep/index.html"], n)
    file = world.out / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"theirs, number {n}")
    world.foreign.add(name)
    return True


@edit
def edit_an_output(world: World, n: int) -> bool:
    if not pages(world):
        return False
    file: Path = nth(pages(world), n)
    time.sleep(TICK_SECONDS)
    content = file.read_bytes()
    file.write_bytes(content + b"<!-- me -->" if n % 2 else content.swapcase() or b"x")
    return True


@edit
def put_back_an_older_output(world: World, n: int) -> bool:
    """Change an output without a change of size, under a time stamp of long ago."""
    if not pages(world):
        return False
    file: Path = nth(pages(world), n)
    time.sleep(TICK_SECONDS)
    file.write_bytes(file.read_bytes().swapcase())
    os.utime(file, (1_700_000_000, 1_700_000_000))
    return True


@edit
def delete_an_output(world: World, n: int) -> bool:
    if not pages(world):
        return False
    file: Path = nth(pages(world), n)
    file.unlink()
    if n % 2 and not any(file.parent.iterdir()):
        file.parent.rmdir()
    return True


@edit
def touch_an_output(world: World, n: int) -> bool:
    if not pages(world):
        return False
    time.sleep(TICK_SECONDS)
    os.utime(nth(pages(world), n))
    return True


@edit
def exchange_two_outputs(world: World, n: int) -> bool:
    found = pages(world)
    if len(found) < 2:
        return False
    time.sleep(TICK_SECONDS)
    one, other = found[n % len(found)], found[(n + 7) % len(found)]
    aside = world.folder / "aside"
    one.rename(aside)
    other.rename(one)
    aside.rename(other)
    return True


@edit
def leave_a_half_written_page(world: World, n: int) -> bool:
    """Leave what a build leaves that is killed between writing a page aside and putting it in place."""
    if not pages(world):
        return False
    file: Path = nth(pages(world), n)
    file.with_name(file.name + ".rsn-new").write_text("hal")
    return True


@edit
def lose_the_manifest(world: World, n: int) -> bool:
    """Delete or damage the manifest; whatever is not planned from now on is nobody's."""
    file = world.out / NAME
    if not file.exists():
        return False
    if n % 3 == 0:
        file.unlink()
    elif n % 3 == 1:
        file.write_bytes(file.read_bytes()[: n % 500])
    else:
        file.write_bytes(b'{"version":0,"made":{}}')
    world.orphans |= {str(each.relative_to(world.out)) for each in pages(world)}
    return True


@edit
def clear_the_output_folder(world: World, n: int) -> bool:
    shutil.rmtree(world.out, ignore_errors=True)
    world.foreign.clear()
    world.orphans.clear()
    return True


@edit
def damage_what_the_builder_keeps(world: World, n: int) -> bool:
    found = sorted(file for file in world.state.rglob("*") if file.is_file()) if world.state.is_dir() else []
    if not found:
        return False
    file: Path = nth(found, n)
    content = bytearray(file.read_bytes())
    if n % 4 == 0 or not content:
        shutil.rmtree(world.state)
    elif n % 4 == 1:
        file.unlink()
    elif n % 4 == 2:
        file.write_bytes(content[: n * 37 % len(content)])
    else:
        content[n * 37 % len(content)] ^= 0xFF
        file.write_bytes(content)
    return True


@edit
def bring_back_an_older_site(world: World, n: int) -> bool:
    """Keep a copy of the output folder, or put the copy back in its place with the stamps it had."""
    backup = world.folder / "backup"
    if backup.is_dir():
        shutil.rmtree(world.out, ignore_errors=True)
        backup.rename(world.out)
        found = {str(each.relative_to(world.out)) for each in world.out.rglob("*") if each.is_file()}
        world.foreign &= found
        world.orphans = found - world.foreign - {NAME}
    elif world.out.is_dir():
        shutil.copytree(world.out, backup, symlinks=True)
    else:
        return False
    return True


@edit
def bring_back_what_the_builder_kept(world: World, n: int) -> bool:
    """The same with the folder in which the builder keeps what it knows."""
    backup = world.folder / "kept-backup"
    if backup.is_dir():
        shutil.rmtree(world.state, ignore_errors=True)
        backup.rename(world.state)
    elif world.state.is_dir():
        shutil.copytree(world.state, backup, symlinks=True)
    else:
        return False
    return True
