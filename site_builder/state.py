"""
What a build keeps for the next one: what every unit and summary read, and what the facts were then.

Rules of this file: it only ever saves work. Where it is missing, damaged, of another version or of other code, it
counts for nothing and everything is planned again; it is never right to believe half of it.
"""

from __future__ import annotations

import marshal
import os
from dataclasses import dataclass, field
from pathlib import Path

from site_builder.inputs import Inputs
from site_builder.reading import Looked
from site_builder.steps import Outline
from site_builder.watching import Fact, Trace

VERSION = 1
NAME = "plan"


@dataclass
class State:
    """
    *inputs* are the facts as they were; *traces* what units, lists of units and summaries read.

    *lists* are the names of the units by the list they are in; *outlines* what each unit planned; *around* what a
    page is made with beside its inputs, by template and language; *reasons* say what the last build did;
    *looked* is how the record looked.
    """

    inputs: Inputs = field(default_factory=Inputs)
    traces: dict[Fact, Trace] = field(default_factory=dict)
    lists: dict[Fact, tuple[Fact, ...]] = field(default_factory=dict)
    outlines: dict[Fact, tuple[Outline, ...]] = field(default_factory=dict)
    around: dict[tuple[str, str], str] = field(default_factory=dict)
    reasons: dict[str, tuple[str, ...]] = field(default_factory=dict)
    looked: Looked = field(default_factory=Looked)


def load_state(folder: Path, key: str = "") -> State | None:
    """Return what the last build kept in *folder*; None where that counts for nothing, or *key* is another one."""
    try:
        # Our own file in a folder that only its owner may enter; marshal makes values and no more.
        plain = marshal.loads((folder / NAME).read_bytes())  # nosec B302
        if plain[0] != VERSION or (key and plain[1] != key):
            return None
        _, _, entries, single, traces, lists, outlines, around, reasons, looked = plain
        return State(
            Inputs(entries, single),
            traces,
            lists,
            outlines,
            around,
            reasons,
            Looked(*looked),
        )
    except (OSError, ValueError, EOFError, TypeError, LookupError):
        return None


def save_state(folder: Path, key: str, state: State) -> None:
    """Keep *state* in *folder* for the next build, in place at once."""
    plain = (
        VERSION,
        key,
        {table: dict(entries) for table, entries in state.inputs.entries.items()},
        state.inputs.single,
        state.traces,
        state.lists,
        state.outlines,
        state.around,
        state.reasons,
        (state.looked.files, state.looked.slices, state.looked.heads),
    )
    folder.mkdir(parents=True, exist_ok=True)
    # Whoever made it first may have left it open.
    folder.chmod(0o700)
    aside = folder / f"{NAME}.new"
    aside.unlink(missing_ok=True)
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
        kept.write(marshal.dumps(plain))
    aside.replace(folder / NAME)
