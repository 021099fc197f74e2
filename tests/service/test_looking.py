"""What a server does unasked waits until nobody asks for anything."""

from __future__ import annotations

import time
from threading import Event, Thread

from keiretsu.service.looking import one_look, wait_for_quiet


def test_work_unasked_for_waits_for_the_last_who_looks():
    done = Event()
    with one_look(), one_look():
        waiting = Thread(target=lambda: (wait_for_quiet(0.05, 60), done.set()))
        waiting.start()
        assert not done.wait(0.3)
    assert done.wait(30)
    waiting.join()


def test_it_waits_no_longer_than_it_has_patience():
    with one_look():
        before = time.monotonic()
        wait_for_quiet(0.05, 0.2)
        assert time.monotonic() - before >= 0.2
