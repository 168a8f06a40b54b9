from datetime import timedelta

import pytest

from rsn.clock import DemoClock, machine_clock


@pytest.fixture
def clock(tmp_path):
    return DemoClock(tmp_path / "clock")


def test_a_new_clock_shows_the_machine_s_time(clock):
    before = machine_clock()
    shown = clock()

    assert before <= shown <= machine_clock()


def test_what_was_moved_forward_stays_forward_after_a_restart(clock, tmp_path):
    clock.advance(timedelta(days=7))

    again = DemoClock(tmp_path / "clock")
    assert again.ahead == timedelta(days=7)
    assert again() > machine_clock() + timedelta(days=6, hours=23)


def test_the_clock_refuses_to_go_back(clock):
    clock.advance(timedelta(days=1))

    with pytest.raises(ValueError, match="only goes forward"):
        clock.advance(timedelta(seconds=-1))
    assert clock.ahead == timedelta(days=1)


def test_a_start_in_the_past_changes_nothing(clock):
    clock.start_at(machine_clock() - timedelta(days=3))

    assert clock.ahead == timedelta(0)


def test_a_start_in_the_future_moves_the_clock_there(clock):
    start = machine_clock() + timedelta(days=10)
    clock.start_at(start)

    assert abs(clock() - start) < timedelta(seconds=5)


def test_a_garbled_file_counts_as_no_offset(clock, tmp_path):
    (tmp_path / "clock").write_text("seven")

    assert clock.ahead == timedelta(0)
