"""
What a build keeps for the next one: what every unit and summary read, and what the facts were then.

Rules of this file: it only ever saves work. Where it is missing, damaged, of another version or of other code, it
counts for nothing and everything is planned again; it is never right to believe half of it. What one build keeps
is written behind what the last one kept, and counts once the head names it: see parts.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from site_builder.inputs import Inputs
from site_builder.kept.drawers import Drawers
from site_builder.kept.known_files import Look, kept_look
from site_builder.kept.parts import Damaged, Parts, seal, sealed, write_parts
from site_builder.kept.readers import Shards, all_readers, note_readers
from site_builder.kept.shelves import Shelf, part_name, written
from site_builder.reading import Looked
from site_builder.steps import Outline
from site_builder.units import TAB
from site_builder.watching import SUMMARY, Fact, Trace

VERSION = 2
NAME = "plan"
PARTS = ("plan-parts-0", "plan-parts-1")
"""Where the parts lie, in turn: who begins anew leaves alone what the head still names."""

REASONS, ADDRESSES, FILES, HEADS = "reasons", "addresses", "files", "heads"
LOOK, STRAYS, RECALLED = "look", "strays", "recalled"


class State:
    """
    *inputs* are the facts as they were; *traces* what units, lists of units and summaries read.

    *lists* are the names of the units by the list they are in; *outlines* what each unit planned; *around* what a
    page is made with beside its inputs, by template and language; *looked* is how the record looked; *readers*
    tells in which shards of the traces a fact was read, *above* which functions make summaries of which others;
    *manifest* is the digest of the manifest, *count* is how many files there are. Of what was kept nothing is read
    before somebody asks for it; whatever is not as it was written raises Damaged then.
    """

    def __init__(
        self,
        inputs: Inputs | None = None,
        around: Mapping[tuple[str, str], str] | None = None,
        parts: Parts | None = None,
    ) -> None:
        self.inputs = inputs or Inputs()
        self.around = dict(around or {})
        self.parts = parts
        self.traces: Shelf[Trace] = Shelf("traces")
        self.outlines: Shelf[tuple[Outline, ...]] = Shelf("outlines")
        self.readers: Shelf[Shards] = Shelf("readers")
        self.lists: Drawers[tuple[Fact, ...]] = Drawers("lists", parts)
        self.values: Drawers[Any] = Drawers("values", parts)
        self.looked = Looked()
        self.above: set[tuple[str, str]] = set()
        self.manifest, self.count = b"", 0

    @property
    def known(self) -> bool:
        """Whether a build kept this, be it as little as it may."""
        return self.parts is not None

    def successor(self, inputs: Inputs) -> State:
        """Return the state of a build that begins where this one ended: all is as it was until it is made anew."""
        heir = State(inputs, self.around, self.parts)
        heir.traces, heir.outlines = self.traces.successor(), self.outlines.successor()
        heir.lists, heir.values = self.lists.successor(), self.values.successor()
        heir.readers = self.readers.successor()
        heir.looked, heir.above = self.looked, set(self.above)
        return heir

    @property
    def reasons(self) -> Mapping[str, tuple[str, ...]]:
        """Why the last build that had something to do made files again."""
        found: Mapping[str, tuple[str, ...]] = self.values.get(REASONS, {})
        return found

    @reasons.setter
    def reasons(self, reasons: Mapping[str, tuple[str, ...]]) -> None:
        self.values[REASONS] = dict(reasons)

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses of the pages, sorted, without those that are planned last."""
        found: tuple[str, ...] = self.values.get(ADDRESSES, ())
        return found

    @addresses.setter
    def addresses(self, addresses: tuple[str, ...]) -> None:
        self.values[ADDRESSES] = addresses

    @property
    def look(self) -> Look | None:
        """How the output folder looked when the last build ended, where that is known."""
        plain = self.values.get(LOOK)
        return kept_look(plain) if plain else None

    def saw(self, look: Look | None, strays: Iterable[str]) -> None:
        """Take in how the output folder looks now, and which of its files are nobody's."""
        self.values[LOOK], self.values[STRAYS] = look.plain() if look else None, tuple(strays)

    @property
    def strays(self) -> tuple[str, ...]:
        found: tuple[str, ...] = self.values.get(STRAYS, ())
        return found

    @property
    def recalled(self) -> tuple[Fact, ...]:
        """The summaries whose values are kept."""
        found: tuple[Fact, ...] = self.values.get(RECALLED, ())
        return found

    @recalled.setter
    def recalled(self, facts: Iterable[Fact]) -> None:
        self.values[RECALLED] = tuple(sorted(facts))


def load_state(folder: Path, key: str = "") -> State | None:
    """Return what the last build kept in *folder*; None where that counts for nothing, or *key* is another one."""
    try:
        head = sealed(folder / NAME)
        if head[0] != VERSION or (key and head[1] != key):
            return None
        _, _, file, places, *about = head
        if file not in PARTS:
            return None
        return _state(Parts(folder / file, places), *about)
    except (OSError, ValueError, EOFError, TypeError, LookupError, Damaged):
        return None


def _state(
    parts: Parts,
    shards: Mapping[str, int],
    single: dict[Fact, bytes],
    around: dict[tuple[str, str], str],
    above: Iterable[tuple[str, str]],
    manifest: bytes,
    count: int,
) -> State:
    state = State(Inputs(Drawers("inputs", parts), single), around, parts)
    for shelf in (state.traces, state.outlines, state.readers):
        shelf.lay(parts, shards[shelf.name])
    state.above, state.manifest, state.count = set(above), manifest, count
    state.looked = Looked(state.values[FILES], Drawers("slices", parts), state.values[HEADS])
    return state


def save_state(folder: Path, key: str, state: State) -> None:
    """
    Keep *state* in *folder* for the next build, in place at once.

    Where what it stands on turns out to be damaged, nothing is kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # Whoever made it first may have left it open.
    folder.chmod(0o700)
    try:
        _save(folder, key, state)
    except Damaged:
        (folder / NAME).unlink(missing_ok=True)


def _save(folder: Path, key: str, state: State) -> None:
    state.values[FILES], state.values[HEADS] = state.looked.files, state.looked.heads
    fresh, kept = _large(state)
    tables = Drawers.over("inputs", state.parts, state.inputs.contents())
    for drawers in (state.lists, state.values, tables, Drawers.over("slices", state.parts, state.looked.slices)):
        contents, same = drawers.renewed()
        fresh |= contents
        kept |= same
    parts = write_parts(folder / _begun(folder), state.parts, fresh, kept)
    seal(folder / NAME, (VERSION, key, parts.file.name, dict(parts.places), *_head(state)))
    for name in PARTS:
        if name != parts.file.name:
            (folder / name).unlink(missing_ok=True)


def _begun(folder: Path) -> str:
    """Return the name of the file that no head names, for those who begin anew."""
    try:
        named = sealed(folder / NAME)[2]
    except (OSError, ValueError, EOFError, TypeError, LookupError):
        named = ""
    return next(name for name in PARTS if name != named)


def _head(state: State) -> tuple[object, ...]:
    """Return what is read at every build."""
    shards = {shelf.name: shelf.shards for shelf in (state.traces, state.outlines, state.readers)}
    return shards, state.inputs.single, state.around, sorted(state.above), state.manifest, state.count


def _large(state: State) -> tuple[dict[str, bytes], set[str]]:
    """Return the shards that have to be written, and the names of those that may stay."""
    _note_above(state.above, state.traces.own)
    if not state.traces.shards or state.traces.crowded() or state.outlines.crowded():
        return _anew(state), set()
    renewed = state.traces.renewed()
    for number, shard in renewed.items():
        note_readers(state.readers, state.traces.shard(number), shard, number)
    if state.readers.crowded():
        return _anew(state), set()
    fresh, kept = _shards(state.traces, renewed)
    for shelf in (state.outlines, state.readers):
        more, same = _shards(shelf, shelf.renewed())
        fresh |= more
        kept |= same
    return fresh, kept


def _shards(shelf: Shelf[Any], renewed: Mapping[int, dict[str, Any]]) -> tuple[dict[str, bytes], set[str]]:
    fresh = {part_name(shelf.name, number): written(shard) for number, shard in renewed.items()}
    return fresh, {part_name(shelf.name, number) for number in range(shelf.shards) if number not in renewed}


def _anew(state: State) -> dict[str, bytes]:
    """Return all shards, as many as there have to be by now."""
    traces = state.traces.whole()
    state.readers = Shelf("readers")
    state.readers.own.update(all_readers(traces))
    fresh: dict[str, bytes] = {}
    for shelf, shards in (
        (state.traces, traces),
        (state.outlines, state.outlines.whole()),
        (state.readers, state.readers.whole()),
    ):
        shelf.shards = len(shards)
        fresh |= {part_name(shelf.name, number): written(shard) for number, shard in shards.items()}
    return fresh


def _note_above(above: set[tuple[str, str]], traces: Mapping[Fact, Trace]) -> None:
    """Note which functions make summaries of which others."""
    reads: dict[str, set[Fact]] = {}
    for fact, trace in traces.items():
        if fact[:1] == SUMMARY:
            reads.setdefault(fact.partition(TAB)[0], set()).update(trace[0])
    for upper, facts in reads.items():
        above.update((upper, fact.partition(TAB)[0]) for fact in facts if fact[:1] == SUMMARY)
