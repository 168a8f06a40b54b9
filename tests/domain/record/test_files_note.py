"""The list of the record's files: its text, and all that must not pass for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.record.files_note import FileList, read_list
from domain.record.notes import NoteRefused

ORIGIN = "weirside.example/record"
LIST = FileList(ORIGIN, {"vkey": "ab" * 32, "tile/0/000.p/3": "cd" * 32, "state/members.json": "ef" * 32})

PARTS = st.sampled_from(["state", "tile", "x001", "000.p", "roll.json", "2026-1", "_", "-"])
PATHS = st.lists(PARTS, min_size=1, max_size=4).map("/".join)


def test_the_text_has_origin_count_and_a_line_for_each_file_in_order() -> None:
    assert LIST.text.decode().split("\n") == [
        ORIGIN,
        "files 3",
        f"{'ef' * 32}  state/members.json",
        f"{'cd' * 32}  tile/0/000.p/3",
        f"{'ab' * 32}  vkey",
        "",
    ]


@given(st.dictionaries(PATHS, st.binary(min_size=32, max_size=32).map(bytes.hex)))
def test_every_list_is_read_back_as_it_was_written(hashes: dict[str, str]) -> None:
    assert read_list(FileList(ORIGIN, hashes).text) == FileList(ORIGIN, hashes)


@pytest.mark.parametrize("at", range(len(LIST.text)))
def test_a_changed_byte_makes_another_list_or_none(at: int) -> None:
    for flipped in (0x01, 0x20):
        changed = LIST.text[:at] + bytes([LIST.text[at] ^ flipped]) + LIST.text[at + 1 :]
        try:
            assert read_list(changed) != LIST
        except NoteRefused:
            continue


@pytest.mark.parametrize(
    "path",
    [
        "../store/store.json",
        "/etc/passwd",
        ".hidden",
        "a//b",
        "a/",
        "a/../b",
        "a b",
        "a\\b",
        "checkpoint",
        "files",
    ],
)
def test_a_path_that_leads_elsewhere_is_refused(path: str) -> None:
    with pytest.raises(NoteRefused):
        read_list(FileList(ORIGIN, {path: "ab" * 32}).text)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"weirside.example/record\n",
        b"weirside.example/record\nfiles 0",
        b"weirside.example/record\nfiles 00\n",
        b"weirside.example/record\nfiles 1\n",
        b"weir side\nfiles 0\n",
        LIST.text.replace(b"files 3", b"files 2"),
        LIST.text + LIST.text.split(b"\n")[2] + b"\n",
        FileList(ORIGIN, {"a": "AB" * 32}).text,
    ],
)
def test_a_text_of_another_form_is_refused(text: bytes) -> None:
    with pytest.raises(NoteRefused):
        read_list(text)
