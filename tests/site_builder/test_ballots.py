import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.governance.ballot import Row
from domain.governance.receipt import receipt_code
from site_builder.pages.ballots import MOST_ON_A_PAGE, Found, ballots_path, shelves
from site_builder.record import RecordUnreadable, read_rows

LINE = '{"choice":"yes","commitment":"00ff","group":"01","nonce":"02","phrase":"03"}'


def some(number):
    rows = [hashlib.sha256(str(n).encode()).digest() for n in range(number)]
    return [Found(receipt_code(row), "yes") for row in rows]


def test_a_small_vote_stands_on_one_page():
    found = some(MOST_ON_A_PAGE)

    (only,) = shelves(found)
    assert only.found == tuple(found)
    assert only.next == ()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 9000))
def test_every_ballot_stands_on_exactly_one_page_under_its_own_signs(number):
    found = some(number)
    pages = list(shelves(found))
    listed = [one for shelf in pages for one in shelf.found]

    assert sorted(listed, key=lambda f: f.code) == sorted(found, key=lambda f: f.code)
    assert all(len(shelf.found) <= MOST_ON_A_PAGE for shelf in pages)
    assert all(one.code.replace("-", "").startswith(shelf.prefix) for shelf in pages for one in shelf.found)
    assert {p for shelf in pages for p in shelf.next} == {shelf.prefix for shelf in pages} - {""}


def test_the_address_of_a_page_holds_the_first_signs():
    assert ballots_path("2026-3") == "/proposals/2026-3/ballots/"
    assert ballots_path("2026-3", "7K") == "/proposals/2026-3/ballots/7k/"


def test_rows_are_read_as_they_were_published(tmp_path):
    folder = tmp_path / "proposals" / "2026-3"
    folder.mkdir(parents=True)
    (folder / "ballots.jsonl").write_text(LINE + "\n")

    assert read_rows(tmp_path, "2026-3") == (Row("00ff", "yes", "01", "02", "03"),)
    assert read_rows(tmp_path, "2026-4") == ()


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["{", LINE], "Expecting property name"),
        ([LINE, '{"choice":"yes"}'], r"\$"),
        ([f"{LINE},{LINE}", ""], "Extra data"),
        ([LINE.replace('"03"', "3")], r"\$\.phrase"),
        ([LINE, "3"], r"\$"),
    ],
)
def test_a_line_that_is_no_row_is_told(tmp_path, lines, told):
    folder = tmp_path / "proposals" / "2026-3"
    folder.mkdir(parents=True)
    (folder / "ballots.jsonl").write_text("\n".join(lines))

    with pytest.raises(RecordUnreadable, match=told):
        read_rows(tmp_path, "2026-3")
