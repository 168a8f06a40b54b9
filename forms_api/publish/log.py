"""
The log while one publish writes it: new entries, their tiles, the list of files, the checkpoint last.

Rules of this file: what is signed extends what was signed last, or nothing is signed; a plan with the exact new
entries is durable before the first file of theirs is written, so that a publish killed between any two writes is
finished by the next with the same bytes; a publish that logs nothing makes no checkpoint.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.record.canonical import canonical
from domain.record.checkpoint import Checkpoint, read_note, signed
from domain.record.entries import entry_key, key_entry
from domain.record.growth import Edge, Growth, edge_tiles
from domain.record.merkle import EMPTY_ROOT, leaf_hashes
from domain.record.notes import NoteRefused, VerifierKey, b64, signature_line
from domain.record.public import RECORD_VERSION
from domain.record.tiles import LONGEST_ENTRY, WIDTH, BundleUnreadable, Tile, read_bundle, read_tile
from forms_api.publish import files
from forms_api.publish.file_list import NAME, sign_list
from forms_api.publish.files import PRIVATE_FILE, RecordFolder
from forms_api.publish.head import Plan, head_bytes, read_head, read_plan
from forms_api.publish.known import Known, kept_known, read_known, write_known
from forms_api.record_refusals import EntryRefused, LogForked
from forms_api.signing import KeyRing, SigningKey, verify

HEAD = "log.json"
PLAN = "log-plan"


class Log:
    """The log of the record in *folder*, signed by the keys of *ring*."""

    def __init__(self, folder: RecordFolder, ring: KeyRing) -> None:
        self._folder = folder
        self._ring = ring
        self._data = folder.folder.parent
        self._plan: Plan | None = None

    # ---------------------------------------------------------------- what is there

    @property
    def known(self) -> Known:
        """What is logged already."""
        return read_known(self._folder, self._head())

    @property
    def next_key(self) -> str:
        """The line of the key that a rotation waits to log, or nothing."""
        following = self._ring.next_log()
        return str(following.verifier) if following else ""

    @property
    def is_signed(self) -> bool:
        """Tell whether the signed files are there, whatever they say."""
        began = (self._data / HEAD).exists()
        return self._folder.has(NAME) and (self._folder.has("checkpoint") or not began)

    def _head(self) -> Checkpoint:
        """Return the newest head that was signed: as it is kept beside the record, or as the record shows it."""
        kept = read_head(self._data / HEAD) or Checkpoint("", 0, EMPTY_ROOT)
        return self._shown(kept.size) or kept

    def _shown(self, than: int) -> Checkpoint | None:
        """Return the checkpoint that lies in the record, if it is newer than that size and signed by our key."""
        note = self._folder.read("checkpoint") or b""
        size = note.split(b"\n", 2)[1:2]
        # Most often it is the one that is kept, and no signature has to be looked at.
        if not size or not size[0].isdigit() or int(size[0]) <= than:
            return None
        try:
            return read_note(note, self._ring.log().verifier, verify)
        except NoteRefused:
            return None

    def _before(self) -> Checkpoint:
        """Return the head that the next one extends; one that was kept is the beginning of one that is shown."""
        kept, head = read_head(self._data / HEAD), self._head()
        if kept is not None and kept.size < head.size:
            self._edge(kept)
        return Checkpoint(self._ring.log().verifier.name, head.size, head.root)

    def _edge(self, head: Checkpoint) -> Edge:
        """Return the right edge of the log as it lies in the record; refuse if it is not the one of *head*."""
        try:
            edge = Edge(head.size, [self._tail(tile) for tile in edge_tiles(head.size)])
        except BundleUnreadable:
            raise self._forked(head) from None
        if edge.root != head.root:
            raise self._forked(head)
        return edge

    def _tail(self, tile: Tile) -> list[bytes]:
        return read_tile(self._folder.read(tile.path) or b"", tile.width) if tile.width else []

    def _last_entries(self, edge: Edge, head: Checkpoint) -> list[bytes]:
        """Return the entries of the partial bundle, which the next one repeats."""
        number, width = divmod(head.size, WIDTH)
        if not width:
            return []
        try:
            entries = read_bundle(self._folder.read(Tile(None, number, width).path) or b"", width)
        except BundleUnreadable:
            raise self._forked(head) from None
        if leaf_hashes(entries) != edge.tails[0]:
            raise self._forked(head)
        return entries

    def _forked(self, head: Checkpoint) -> LogForked:
        return LogForked(self._folder.folder, head.size, head.root)

    # ---------------------------------------------------------------- writing

    def resume(self) -> None:
        """
        Finish what an earlier publish had planned and was stopped at.

        Raises:
            LogForked: the record is not the one it was planned for.
        """
        plan = read_plan(self._data / PLAN)
        if plan is not None:
            growth = self._growth(plan.before, plan.entries)
            if growth.root != plan.after.root:
                raise self._forked(plan.before)
            self._write(plan, growth)
            self.sign()
        elif self.next_key and entry_key(key_entry(self.next_key)) in self.known.keys:
            self._ring.next_path.replace(self._ring.log_path)

    def add(self, entries: Sequence[bytes]) -> None:
        """
        Write *entries* behind those that are there; the checkpoint over them comes with `sign`.

        Raises:
            EntryRefused: one is too long; none is written.
            LogForked, KeyMissing, KeyTooOpen, KeyUnreadable: nothing could be signed, so nothing is written.
        """
        if not entries:
            return
        longest = max(map(len, entries))
        if longest > LONGEST_ENTRY:
            raise EntryRefused(longest)
        before = self._before()
        growth = self._growth(before, entries)
        plan = Plan(before, Checkpoint(before.origin, growth.size, growth.root), entries)
        self._folder.begin()
        files.put(self._data / PLAN, plan.written(), PRIVATE_FILE)
        self._write(plan, growth)

    def _growth(self, before: Checkpoint, entries: Sequence[bytes]) -> Growth:
        return Growth(self._edge(before), leaf_hashes(entries))

    def _write(self, plan: Plan, growth: Growth) -> None:
        tiles = growth.tiles(plan.entries, self._last_entries(growth.edge, plan.before))
        self._folder.write_many((tile.path, content) for tile, content in tiles)
        old, new = plan.before.size, plan.after.size
        if old:
            proof = [b64(value) for value in growth.consistency_proof()]
            said = {"v": RECORD_VERSION, "old": old, "new": new, "proof": proof}
            self._folder.write(f"consistency/{old}-{new}.json", canonical(said))
        self._plan = plan
        if self._rotates():
            self._show_next_key()

    def _rotates(self) -> bool:
        """Tell whether the plan logs the key that follows."""
        return self._plan is not None and bool(self.next_key) and key_entry(self.next_key) in self._plan.entries

    def _show_next_key(self) -> None:
        """Show the key that signs from now on, and keep the old one beside it."""
        old = f"{self._ring.log().verifier}\n".encode()
        earlier = self._folder.read("old-vkeys") or b""
        self._folder.write("old-vkeys", earlier if earlier.endswith(old) else earlier + old)
        self._folder.write("vkey", f"{self.next_key}\n".encode())

    # ---------------------------------------------------------------- signing

    def sign(self) -> None:
        """Sign the list of files and the checkpoint over what was added, and let the plan go."""
        key = self._ring.log()
        following = self._ring.next_log() if self._rotates() else None
        signer = following or key
        sign_list(self._folder, signer, key.verifier)
        head = self._plan.after if self._plan else self._head()
        if head.size:
            self._sign_head(head, key, signer)
            write_known(self._data, self._known_under(head))
        files.take_away(self._data / PLAN)
        self._plan = None
        if following:
            self._ring.next_path.replace(self._ring.log_path)

    def _sign_head(self, head: Checkpoint, key: SigningKey, signer: SigningKey) -> None:
        if read_head(self._data / HEAD) != head:
            files.put(self._data / HEAD, head_bytes(head), PRIVATE_FILE)
        if self._holds(head, signer.verifier):
            return
        note = signed(head, key.verifier, key.sign)
        if signer is not key:
            # The last checkpoint of the old key is the first of the new one.
            note += signature_line(head.text, signer.verifier, signer.sign)
        self._folder.sign("checkpoint", note)

    def _holds(self, head: Checkpoint, key: VerifierKey) -> bool:
        try:
            return read_note(self._folder.read("checkpoint") or b"", key, verify) == head
        except NoteRefused:
            return False

    def _known_under(self, head: Checkpoint) -> Known:
        kept = kept_known(self._data)
        if self._plan is not None and kept is not None and kept.head == self._plan.before:
            return kept.grown(self._plan.entries, head)
        return read_known(self._folder, head)
