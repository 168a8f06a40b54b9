"""The code of classes that is kept from job to job: the same classes, and never believed where it is not ours."""

from __future__ import annotations

import dataclasses
import gc
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from rsn.class_code import NAME, class_code_in
from rsn.collecting import search_what_comes, unsearched


def classes_made_in(folder: Path | None) -> type:
    """Return a class that was made while code is kept in *folder*."""
    with class_code_in(folder):

        @dataclass(frozen=True, order=True)
        class Chair:
            legs: int = 4
            words: tuple[str, ...] = field(default_factory=tuple)

    return Chair


def test_a_class_made_of_kept_code_is_as_one_that_is_compiled_anew(tmp_path: Path) -> None:
    made = [classes_made_in(None), classes_made_in(tmp_path), classes_made_in(tmp_path)]

    for chair in made:
        assert repr(chair(3)).endswith("Chair(legs=3, words=())")
        assert chair(3) == chair(3) < chair() and len({chair(3), chair(3)}) == 1
        assert vars(chair)["__init__"].__annotations__ == {
            "legs": "int",
            "words": "tuple[str, ...]",
            "return": None,
        }
        with pytest.raises(dataclasses.FrozenInstanceError):
            chair(3).legs = 5


def test_the_second_time_nothing_is_compiled_and_nothing_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    classes_made_in(tmp_path)
    before = (tmp_path / NAME).stat()

    def compiled(*_: object, **__: object) -> None:
        raise AssertionError("compiled again")

    monkeypatch.setattr("builtins.compile", compiled)
    classes_made_in(tmp_path)

    assert (tmp_path / NAME).stat() == before
    assert before.st_mode & 0o777 == 0o600


@pytest.mark.parametrize("harm", ["cut short", "another byte", "of another Python", "nothing in it"])
def test_a_file_that_is_not_as_this_python_wrote_it_counts_for_nothing(
    tmp_path: Path, harm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    classes_made_in(tmp_path)
    file = tmp_path / NAME
    good = file.read_bytes()
    harmed = {"cut short": good[:-9], "another byte": good[:-9] + b"x" + good[-8:], "nothing in it": b""}
    if harm in harmed:
        file.write_bytes(harmed[harm])
    else:
        monkeypatch.setattr("sys.version", "3.99.0 (of the future)")

    assert classes_made_in(tmp_path)().legs == 4
    assert (file.read_bytes() == good) == (harm in harmed)


def test_what_only_other_versions_of_our_code_asked_for_is_left_out_in_the_end(tmp_path: Path) -> None:
    with class_code_in(tmp_path):
        for number in range(30):
            dataclasses.make_dataclass("Made", [(f"part{number}", int)])
    long = (tmp_path / NAME).stat().st_size
    classes_made_in(tmp_path)

    assert (tmp_path / NAME).stat().st_size < long / 2


def test_nothing_stays_behind_where_code_was_kept(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), class_code_in(tmp_path):
        raise ZeroDivisionError

    assert "exec" not in vars(dataclasses)
    assert not (tmp_path / NAME).exists()


def test_rubbish_is_searched_for_again_behind_a_job() -> None:
    with unsearched():
        assert not gc.isenabled()
        search_what_comes()
        assert gc.isenabled() and gc.get_freeze_count()

    assert gc.isenabled() and not gc.get_freeze_count()
