"""The keys of a log that begins, and their public halves in the record."""

from __future__ import annotations

from forms_api.publish import files
from forms_api.publish.files import RecordFolder
from forms_api.publish.log import HEAD
from forms_api.services.ids import Chance
from forms_api.signing import KeyRing, new_key, origin_of

KEYS = "keys"


def ring_of(folder: RecordFolder) -> KeyRing:
    """Return the keys beside the record."""
    return KeyRing(folder.folder.parent / KEYS)


def begin_log(folder: RecordFolder, ring: KeyRing, base_url: str, token: Chance) -> bool:
    """
    Make the keys where no log was begun, and show their public halves; tell whether keys were made.

    Raises:
        KeyMissing: the log was begun, and its key is gone.
    """
    began = folder.has("vkey") or (folder.folder.parent / HEAD).exists()
    made = not began and make_keys(folder, ring, origin_of(base_url), token)
    if not folder.has("vkey"):
        folder.write("vkey", f"{ring.log().verifier}\n".encode())
    if not folder.has("receipt-vkey"):
        folder.write("receipt-vkey", f"{ring.receipt().verifier}\n".encode())
    return made


def make_keys(folder: RecordFolder, ring: KeyRing, origin: str, token: Chance) -> bool:
    """Make the keys that are not there; tell whether any was made."""
    named = {ring.log_path: origin, ring.receipt_path: f"{origin}/receipts"}
    missing = {path: name for path, name in named.items() if not path.exists()}
    for path, name in missing.items():
        folder.begin()
        ring.write(path, new_key(name, token), files.put)
    return bool(missing)
