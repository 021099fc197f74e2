"""Work for the executors' tests: functions of a module, since other processes must find them by name."""

from __future__ import annotations

import inspect
import os
import signal
import struct
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from keiretsu.errors import MisuseError


def make_squares() -> Callable[[int], int]:
    return square


def square(number: int) -> int:
    return number * number


def make_waiting(folder: Path) -> Callable[[int], int]:
    return partial(wait_for_the_fifth, folder)


def wait_for_the_fifth(folder: Path, number: int) -> int:
    """Have 0 wait until another process has come to 5."""
    (folder / f"came-{number}").touch()
    until_there(folder, "came-5", 1 if number == 0 else 0)
    return number


def until_there(folder: Path, names: str, count: int) -> None:
    """Wait until so many files are there, however busy the machine is."""
    until = time.monotonic() + 120
    while len(list(folder.glob(names))) < count:
        assert time.monotonic() < until, f"{names} never came"
        time.sleep(0.01)


def make_touchy() -> Callable[[int], int]:
    return touchy


def touchy(number: int) -> int:
    if number == 3:
        raise MisuseError("time.invalid-day", where="three", message="is no day", hint="write four")
    if number == 4:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def make_counting(folder: Path, workers: int = 1) -> Callable[[int], int]:
    (folder / f"made-{os.getpid()}-{time.monotonic_ns()}").touch()
    return partial(where_worked, folder, workers)


def where_worked(folder: Path, workers: int, number: int) -> int:
    """Work a little, once so many processes are ready."""
    until_there(folder, "made-*", workers)
    time.sleep(0.05)
    (folder / f"worked-{os.getpid()}-{number}").touch()
    return os.getpid()


def make_nothing() -> Callable[[int], int]:
    raise MisuseError("extractor.unknown", where="tea", message="isn't there", hint="use coffee")


def make_die() -> Callable[[int], int]:
    os._exit(7)


def make_odd() -> Callable[[int], object]:
    return odd


def odd(number: int) -> object:
    if number == 1:
        return lambda: number
    if number == 2:
        raise OddError(number, "two words")
    return number


class OddError(Exception):
    """An error that can't be made again from what it says of itself."""

    def __init__(self, number: int, word: str) -> None:
        super().__init__(word)
        self.number = number


def make_cut_off() -> Callable[[int], int]:
    return cut_off


def cut_off(number: int) -> int:
    """End, for 1, in the middle of the answer: the header tells of more bytes than follow."""
    if number == 1:
        frame = inspect.currentframe()
        while frame is not None and "pipe" not in frame.f_locals:
            frame = frame.f_back
        assert frame is not None
        os.write(frame.f_locals["pipe"].fileno(), struct.pack("!i", 100) + b"half")
        os._exit(9)
    return number
