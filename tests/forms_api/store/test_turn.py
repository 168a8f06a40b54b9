"""The turn: one at a time, nobody forgotten."""

from __future__ import annotations

import threading
from pathlib import Path

from forms_api.store.turn import Turn

THREADS = 16
ROUNDS = 400


def test_one_thread_at_a_time_has_the_turn_and_each_gets_it_as_often_as_it_asks() -> None:
    turn, root, inside, most, done = Turn(), Path("/"), 0, 0, 0

    def work() -> None:
        nonlocal inside, most, done
        for _ in range(ROUNDS):
            with turn:
                inside += 1
                most = max(most, inside)
                # Lets the other threads in, who must not get the turn.
                root.stat()
                inside -= 1
                done += 1

    threads = [threading.Thread(target=work, daemon=True) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert not any(thread.is_alive() for thread in threads)
    assert (most, done) == (1, THREADS * ROUNDS)


def test_a_turn_is_given_up_when_its_work_fails() -> None:
    turn = Turn()

    for _ in range(2):
        try:
            with turn:
                raise KeyError
        except KeyError:
            continue

    with turn:
        assert turn._held.locked()
    assert not turn._held.locked()
