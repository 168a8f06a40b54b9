"""The log of a record is made again from its entries: files, tiles of every size, proofs, and the words for it."""

from __future__ import annotations

import json

import pytest

from domain.record.canonical import canonical
from domain.record.checkpoint import Checkpoint, signed
from domain.record.entries import erased_entry
from domain.record.files_note import FileList
from domain.record.notes import signed_note
from domain.record.verification import Answer, Report, Wrong, first_of, said, short, strict_json, strict_object
from domain.record.verification_log import is_signed_by
from rsn.ed25519 import verify
from tests.recount.checkers import reader, told, verified
from tests.recount.liars import PLACE
from tests.recount.made_record import Made, Signer, made_record, yes_no


def signed_again(made: Made, **files: bytes) -> str:
    made.files.update(files)
    made.sign()
    return told(verified(made.files))


def test_a_key_or_a_note_of_another_form_is_told_with_its_file() -> None:
    made = made_record(yes_no())
    stranger = Signer(seed=b"somebody else")
    other_list = signed_note(FileList("other.example", {}).text, made.signer.key, made.signer.sign)
    huge = signed(Checkpoint(made.signer.key.name, 10**12, bytes(32)), made.signer.key, made.signer.sign)

    def said_of(**files: bytes) -> str:
        return told(verified(made.files | files))

    assert said_of(vkey=b"none\n").startswith("vkey: ")
    assert said_of(vkey=made.files["vkey"] * 2).startswith("vkey: A key stands on one line")
    assert said_of(vkey=f"{stranger.key}\n".encode()).startswith("checkpoint: ")
    assert "It is the list of 'other.example'" in said_of(files=other_list)
    assert "more than any log of a community has" in said_of(checkpoint=huge)
    assert verified({}).head is None


def test_tiles_bundles_and_proofs_of_every_published_size_are_made_again() -> None:
    made = made_record(yes_no(yes=280, eligible=400), yes_no(id="2026-2"))
    old = made.sizes[2]
    proof = f"consistency/{made.sizes[0]}-{made.sizes[1]}.json"
    honest = made.files[proof]

    def with_file(path: str, content: bytes) -> str:
        other = made.copy()
        return signed_again(other, **{path: content})

    def without_file(path: str) -> str:
        other = made.copy()
        del other.files[path]
        other.sign()
        return told(verified(other.files))

    assert told(verified(made.files)) == ""
    assert f"tile/0/000.p/{old}: is not what the entries" in with_file(f"tile/0/000.p/{old}", bytes(32 * old))
    assert "tile/1/000.p/1: is not what the entries" in with_file("tile/1/000.p/1", bytes(32))
    assert "tile/entries/000: The bundle" in with_file("tile/entries/000", b"\x00")
    assert "do not give the root" in with_file(
        "tile/entries/000", made.files["tile/entries/000"].replace(b"Z", b"Y")
    )
    assert without_file(f"tile/0/000.p/{old}") == ""
    assert "tile/1/000.p/1: is missing" in without_file("tile/1/000.p/1")
    assert proof in with_file(proof, honest.replace(b'"old":3', b'"old":2'))
    assert proof in with_file(proof, canonical(json.loads(honest) | {"proof": ["no base64"]}))
    assert proof in with_file(proof, canonical(json.loads(honest) | {"proof": []}))
    assert "which the checkpoint does not reach" in with_file("consistency/5-9999.json", b"{}")


def test_a_tile_of_the_newest_size_that_nobody_signed_for_is_missing() -> None:
    made = made_record(yes_no())
    del made.files[f"tile/0/000.p/{made.sizes[-1]}"]
    made.sign()

    assert "is missing" in told(verified(made.files))


def test_an_empty_log_is_verified_too() -> None:
    made = Made()
    made.sign()
    made.files["vkey"] = f"{made.signer.key}\n".encode()
    made.sign()

    assert verified(made.files).answer is Answer.VERIFIED


# ------------------------------------------------------------------------------------------ the words


def test_the_worst_answer_is_the_answer() -> None:
    assert Report(None, None).answer is Answer.VERIFIED
    assert Report(None, None, (Wrong("a", "is b."),)).answer is Answer.BROKEN


def test_json_is_read_in_one_spelling_only() -> None:
    assert strict_json(b'{"a":1}', "here") == {"a": 1}
    for raw in (
        b'{"a": 1}',
        b'{"a":1,"a":1}',
        b"1.0",
        b"1e0",
        b'"\\u0041"',
        b"NaN",
        b"[" * 100_000,
        b'"\\ud800"',
        b"",
    ):
        with pytest.raises(Wrong, match="here: is"):
            strict_json(raw, "here")
    with pytest.raises(Wrong, match="no JSON object"):
        strict_object(b"[]", "here")
    with pytest.raises(Wrong, match="does not say 'a'"):
        said([], "a", int, "here")


def test_long_values_are_told_short() -> None:
    assert short("a" * 500).endswith(" …")
    assert first_of(list("abcde")) == "a, b, c and 2 more"
    assert first_of(["a"]) == "a"


def test_a_log_of_full_tiles_only_is_made_again_too() -> None:
    made = Made()
    for size in (256, 512):
        made.entries += [erased_entry(f"{number:064x}") for number in range(size - 256, size)]
        made.publish()

    assert told(verified(made.files)) == ""
    assert made.sizes == [256, 512]


def test_the_sites_page_about_the_record_is_no_part_of_it_and_a_stranger_is_told() -> None:
    made = made_record(yes_no())

    assert told(verified(made.files | {"index.html": b"<h1>The public record</h1>"})) == ""
    assert "not in the signed list" in told(verified(made.files | {"proposals/index.html": b"<h1>More</h1>"}))


def test_the_old_key_signs_the_checkpoint_where_a_new_one_takes_its_place() -> None:
    made = made_record(yes_no())
    stranger = Signer(seed=b"somebody else")

    assert is_signed_by(reader(made.files), str(made.signer.key), verify)
    assert not is_signed_by(reader(made.files), str(stranger.key), verify)


def test_a_file_that_was_changed_or_is_missing_is_told() -> None:
    made = made_record(yes_no())
    gone = {path: content for path, content in made.files.items() if path != f"{PLACE}roll.json"}

    assert "is not what was signed" in told(verified(made.files | {f"{PLACE}roll.json": b"[]"}))
    assert f"{PLACE}roll.json: is missing" in told(verified(gone))
