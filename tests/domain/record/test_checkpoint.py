"""Checkpoints: the signed note's form, and everything that must not pass for one."""

from __future__ import annotations

import base64
from hashlib import sha256

import pytest

from domain.record.checkpoint import Checkpoint, NoteRefused, VerifierKey, read_key, read_note, signed

KEY = VerifierKey("weirside.example/record", bytes(range(32)))
CHECKPOINT = Checkpoint("weirside.example/record", 7, sha256(b"root").digest())


def seal(message: bytes, key: bytes = KEY.key) -> bytes:
    """Return 64 bytes that depend on every byte of key and message."""
    return sha256(key + message).digest() + sha256(message + key).digest()


def holds(key: bytes, message: bytes, signature: bytes) -> bool:
    return signature == seal(message, key)


NOTE = signed(CHECKPOINT, KEY, seal)


def test_a_note_comes_back_as_the_checkpoint_that_was_signed() -> None:
    assert read_note(NOTE, KEY, holds) == CHECKPOINT
    assert NOTE.count(b"\n") == 5
    assert NOTE.split(b"\n")[4].startswith("\u2014 weirside.example/record ".encode())


def test_the_key_is_written_with_its_id_and_read_back() -> None:
    assert read_key(f"{KEY}\n") == KEY
    assert str(KEY).split("+")[1] == KEY.id.hex()


@pytest.mark.parametrize("at", range(len(NOTE)))
def test_no_changed_byte_passes(at: int) -> None:
    for flipped in (0x01, 0x20, 0x80):
        changed = NOTE[:at] + bytes([NOTE[at] ^ flipped]) + NOTE[at + 1 :]

        with pytest.raises(NoteRefused):
            read_note(changed, KEY, holds)


@pytest.mark.parametrize("length", range(len(NOTE)))
def test_no_shortened_note_passes(length: int) -> None:
    with pytest.raises(NoteRefused):
        read_note(NOTE[:length], KEY, holds)


def test_signatures_of_witnesses_are_let_be() -> None:
    witness = base64.b64encode(b"\x04" * 80).decode()

    assert read_note(NOTE + f"\u2014 witness.example {witness}\n".encode(), KEY, holds) == CHECKPOINT


def test_extension_lines_are_read_over_and_signed_all_the_same() -> None:
    text = CHECKPOINT.text + b"more\n"
    line = base64.b64encode(KEY.id + seal(text)).decode()

    assert read_note(text + f"\n\u2014 {KEY.name} {line}\n".encode(), KEY, holds) == CHECKPOINT


@pytest.mark.parametrize(
    "text",
    [
        b"weirside.example/record\n07\n" + base64.b64encode(CHECKPOINT.root) + b"\n",
        b"weirside.example/record\n7\nshort\n",
        b"weirside.example/record\n7\n\n",
        b"weirside example\n7\n" + base64.b64encode(CHECKPOINT.root) + b"\n",
        b"weirside.example/record\n7\n" + base64.b64encode(b"short") + b"\n",
        b"weirside.example/record\n7\n" + base64.b64encode(CHECKPOINT.root).replace(b"=", b"") + b"\n",
        b"weirside.example/record\r\n7\n" + base64.b64encode(CHECKPOINT.root) + b"\n",
        b"other.example/record\n7\n" + base64.b64encode(CHECKPOINT.root) + b"\n",
        "weirside.example/record\n٧\n".encode() + base64.b64encode(CHECKPOINT.root) + b"\n",
    ],
)
def test_a_text_of_another_form_is_refused_even_if_it_is_signed(text: bytes) -> None:
    line = base64.b64encode(KEY.id + seal(text)).decode()

    with pytest.raises(NoteRefused):
        read_note(text + f"\n\u2014 {KEY.name} {line}\n".encode(), KEY, holds)


@pytest.mark.parametrize(
    "line", ["- weirside.example/record AAAA", "\u2014  AAAA", "\u2014 x not-base64", "\u2014 x AB=="]
)
def test_a_signature_line_of_another_form_is_refused(line: str) -> None:
    with pytest.raises(NoteRefused):
        read_note(CHECKPOINT.text + f"\n{line}\n".encode(), KEY, holds)


def test_a_note_that_is_not_signed_by_the_log_is_refused() -> None:
    stranger = VerifierKey(KEY.name, b"\x07" * 32)

    with pytest.raises(NoteRefused, match="not signed by"):
        read_note(NOTE, stranger, holds)


def test_a_log_signs_only_under_its_own_name() -> None:
    with pytest.raises(NoteRefused):
        signed(Checkpoint("other.example", 7, CHECKPOINT.root), KEY, seal)
    with pytest.raises(NoteRefused):
        signed(Checkpoint("a b", 7, CHECKPOINT.root), VerifierKey("a b", KEY.key), seal)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+00000000+AAAA",
        f"{KEY.name}+00000000+{str(KEY).split('+', 2)[2]}",
        str(KEY).replace("weirside", "weir side"),
    ],
)
def test_a_key_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(NoteRefused):
        read_key(text)
