"""The keys of a log that begins, and their public halves in the record."""

from __future__ import annotations

from pathlib import Path

from forms_api.publish import files
from forms_api.publish.files import RecordFolder
from forms_api.publish.log import HEAD
from forms_api.services.ids import Chance
from forms_api.signing import KeyRing, check_modes, new_key, origin_of

KEYS = "keys"


def ring_of(folder: RecordFolder) -> KeyRing:
    """Return the keys beside the record."""
    return KeyRing(folder.folder.parent / KEYS)


def log_began(record: Path) -> bool:
    """Tell whether something was signed, or is about to be, so that another key would begin another log."""
    return (record / "vkey").exists() or (record.parent / HEAD).exists()


def begin_log(folder: RecordFolder, ring: KeyRing, base_url: str, token: Chance) -> bool:
    """
    Make the keys where no log was begun, and show their public halves; tell whether keys were made.

    Raises:
        KeyMissing: the log was begun, and its key is gone.
        KeyTooOpen: others can reach it.
    """
    made = False
    if not log_began(folder.folder):
        folder.begin()
        made = make_keys(ring, origin_of(base_url), token)
    # Before anything is written: whatever changes has to be signed in the end.
    check_modes(ring.log_path)
    if not folder.has("vkey"):
        folder.write("vkey", f"{ring.log().verifier}\n".encode())
    _show_receipt_key(folder, ring)
    return made


def make_keys(ring: KeyRing, origin: str, token: Chance) -> bool:
    """Make the keys that are not there; tell whether any was made."""
    named = {ring.log_path: origin, ring.receipt_path: f"{origin}/receipts"}
    missing = {path: name for path, name in named.items() if not path.exists()}
    for path, name in missing.items():
        ring.write(path, new_key(name, token), files.put)
    return bool(missing)


def _show_receipt_key(folder: RecordFolder, ring: KeyRing) -> None:
    """Show the key of the promises; after it was replaced, the earlier ones beside it."""
    shown = folder.read("receipt-vkey")
    if shown is None or (ring.receipt_path.exists() and not ring.is_of(ring.receipt_path, shown.decode())):
        now = f"{ring.receipt().verifier}\n".encode()
        earlier = folder.read("old-receipt-vkeys") or b""
        if shown is not None and not earlier.endswith(shown):
            folder.write("old-receipt-vkeys", earlier + shown)
        folder.write("receipt-vkey", now)
