"""
A site on a file system that fills up, printed line by line.

Run as `python -m tests.faults.full_build FOLDER`, FOLDER being a small file system: the site is built there, what
is left is filled with a file, content is edited and built, and built again when the file is gone.
"""

from __future__ import annotations

import shutil
import sys
from contextlib import suppress
from pathlib import Path

from presentation.translations import TEMPLATES
from tests.faults.build_faults import build_py
from tests.site_builder.incremental.checks import built_clean, bytes_of, differing, snapshot
from tests.site_builder.incremental.steps import EDITS
from tests.site_builder.incremental.world import World, new_world

CHECKOUT = Path(__file__).resolve().parents[2]
SMALLEST = 16_384


def main(disk: Path) -> None:
    world = new_world(disk.with_name("town"), TEMPLATES)
    shutil.rmtree(world.folder / "data")
    world.out.symlink_to(disk / "public")
    (disk / "public").mkdir()
    print("first:", build_py(world, CHECKOUT).code)
    fill(disk / "filler")
    EDITS["rename the network"](world, 1)
    before = snapshot(disk / "public")
    print("full:", (done := build_py(world, CHECKOUT)).code, "No space left on device" in done.said)
    print("untouched:", not differing(before, snapshot(disk / "public")))
    (disk / "filler").unlink()
    print("freed:", build_py(world, CHECKOUT).code, equal_to_clean(world))


def fill(filler: Path) -> None:
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * SMALLEST)


def equal_to_clean(world: World) -> bool:
    return bytes_of(built_clean(world)) == bytes_of(snapshot(world.out))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
