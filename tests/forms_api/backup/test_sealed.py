"""An archive behind a passphrase: opened by it alone, and never in part."""

from __future__ import annotations

import io
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms_api.backup import sealed
from forms_api.backup.refusals import BackupRefused, NotABackup, PassphraseTooShort, WrongPassphrase
from forms_api.backup.sealed import CHUNK, MAGIC, TAG, Opening, Sealing

WORDS = "a long way home"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "COST", {"n": 2, "r": 1, "p": 1})


def closed(content: bytes, words: str = WORDS) -> bytes:
    out = io.BytesIO()
    sealing = Sealing(out, words, lambda size: b"\7" * size)
    for start in range(0, len(content), 1000):
        sealing.write(content[start : start + 1000])
    sealing.close()
    return out.getvalue()


def opened(shut: bytes, words: str = WORDS) -> bytes:
    source = io.BytesIO(shut)
    assert source.read(len(MAGIC)) == MAGIC
    return Opening(source, words).read()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_was_locked_comes_out_again_and_shows_nothing_meanwhile(size: int) -> None:
    content = (b"in confidence " * (size // 14 + 1))[:size]

    assert opened(closed(content)) == content
    assert b"in confidence" not in closed(content)


def test_another_passphrase_opens_nothing() -> None:
    with pytest.raises(WrongPassphrase):
        opened(closed(b"x"), "another way home")


def test_blank_signs_around_the_words_do_not_count() -> None:
    assert opened(closed(b"x", WORDS + "\n")) == b"x"


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(PassphraseTooShort):
        closed(b"x", "short")


@settings(deadline=None)
@given(st.data())
def test_no_changed_byte_goes_unseen(data: st.DataObject) -> None:
    shut = bytearray(closed(b"y" * 300))
    place = data.draw(st.integers(len(MAGIC), len(shut) - 1))
    shut[place] ^= data.draw(st.integers(1, 255))

    with pytest.raises(BackupRefused):
        opened(bytes(shut))


def test_chunks_cannot_be_left_out_moved_or_cut_off() -> None:
    shut = closed(bytes(itertools.islice(itertools.cycle(range(256)), 3 * CHUNK)))
    start = shut.index(b"\n", len(MAGIC)) + 1
    size = CHUNK + TAG
    first, second, third = (shut[start + at * size : start + (at + 1) * size] for at in range(3))
    for chunks in (first + third, second + first + third, first + second, b""):
        if chunks:
            with pytest.raises(WrongPassphrase):
                opened(shut[:start] + chunks)


def test_first_lines_that_ask_for_endless_work_are_refused() -> None:
    for said in (b'{"n":1073741824,"r":8,"p":1,"salt":"00"}', b'{"n":0,"r":8,"p":1,"salt":"00"}', b"{}", b"no"):
        with pytest.raises(NotABackup):
            opened(MAGIC + said + b"\n" + b"0" * 40)
