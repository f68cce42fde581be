"""Threads that work one at a time let others in while they wait, unless they hold what those wait for."""

import threading

from cuudinh.journal.aside import aside, one_at_a_time, staying

WAIT_SECONDS = 20.0


def _is_let_in(*, stays: bool) -> bool:
    """Whether another thread works while one is aside."""
    inside = threading.Event()

    def other() -> None:
        with one_at_a_time():
            inside.set()

    thread = threading.Thread(target=other)
    with one_at_a_time():
        thread.start()
        if stays:
            with staying(), aside():
                found = inside.wait(0.2)
        else:
            with aside():
                found = inside.wait(WAIT_SECONDS)
    thread.join(WAIT_SECONDS)
    assert inside.is_set(), "it is let in at the end at the latest"
    return found


def test_who_waits_lets_another_work() -> None:
    assert _is_let_in(stays=False)


def test_who_holds_the_turn_lets_nobody_in() -> None:
    assert not _is_let_in(stays=True)


def test_what_is_not_one_at_a_time_has_nobody_to_let_in() -> None:
    with aside(), staying():
        pass
