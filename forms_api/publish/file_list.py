"""The signed list of the record's files: what each of them must hold, as publish wrote it."""

from __future__ import annotations

from collections.abc import Iterable

from domain.record.files_note import NOT_LISTED, FileList, read_list
from domain.record.notes import NoteRefused, VerifierKey, signed_note, verified_text
from forms_api.publish.files import RecordFolder
from forms_api.signing import SigningKey, verify

NAME = "files"
WRITTEN_ONCE = ("tile/", "consistency/")
"""Where no file is ever written a second time, not even by the publish that follows a killed one."""


def sign_list(folder: RecordFolder, signer: SigningKey, earlier: VerifierKey) -> None:
    """Sign the list of all files; the one before it was signed by *earlier*, or by *signer* already."""
    listed = FileList(signer.verifier.name, _hashes(folder, (signer.verifier, earlier)))
    folder.sign(NAME, signed_note(listed.text, signer.verifier, signer.sign))


def _hashes(folder: RecordFolder, keys: Iterable[VerifierKey]) -> dict[str, str]:
    """
    Return the hash of every file: of what this publish wrote as written, of the others as they were signed.

    So a file that somebody else changed or took away keeps the hash it should have, and a check finds it out.
    """
    before = _listed(folder, keys)
    if folder.resumed:
        # The publish that was stopped may have replaced a file that it had listed before.
        before = {name: value for name, value in before.items() if name.startswith(WRITTEN_ONCE)}
    known = {name: value for name, value in before.items() if name not in folder.removed} | folder.hashes
    unknown = set(folder.names()) - known.keys() - NOT_LISTED
    return known | {name: folder.hash(name) for name in unknown}


def _listed(folder: RecordFolder, keys: Iterable[VerifierKey]) -> dict[str, str]:
    """Return what the list says that lies in the record; nothing where it is not signed by one of *keys*."""
    note = folder.read(NAME) or b""
    for key in keys:
        try:
            return dict(read_list(verified_text(note, key, verify)).hashes)
        except NoteRefused:
            continue
    return {}
