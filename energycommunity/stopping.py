"""The wish to stop a run: a first Ctrl-C or a time limit ends the search and keeps its best, a second Ctrl-C ends all.

Long work asks `wanted()` between its steps. It says by `found` when there is a solution of the whole period: from then
on a Ctrl-C waits for the work to end by itself, before it there is nothing to wait for.
"""

from __future__ import annotations

import math
import signal
import threading
import time as clock
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TypeVar

Item = TypeVar("Item")

#: Exit codes of a run that was stopped and saved, and of one that left nothing.
STOPPED, INTERRUPTED = 3, 130
#: After the Ctrl-C that ends all, further ones are not heard for so long: what is half written is taken away meanwhile.
DEAF_S = 2.0


@contextmanager
def ctrl_c_heard_by(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> Iterator[None]:
    """Another answer to Ctrl-C in here; as before in all but the main thread, which alone can arrange it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class Stop:
    """Whether to stop, asked by Ctrl-C for the whole run or by a time limit for one search.

    Parameters
    ----------
    tell : callable
        Called when a Ctrl-C is heard after which something will be saved.

    Attributes
    ----------
    found : bool
        Whether this search has a solution of the whole period; set by who searches.
    """

    def __init__(self, tell: Callable[[], None] = lambda: None) -> None:
        self.found = False
        self._tell = tell
        self._presses = 0
        self._finished = False
        self._closed = False
        self._deadline_s = math.inf
        self._ended_s = -math.inf

    @property
    def asked(self) -> bool:
        """Whether Ctrl-C was pressed."""
        return self._presses > 0

    def wanted(self) -> bool:
        """Whether the search should end with the best that it has."""
        return self.asked or clock.monotonic() > self._deadline_s

    def until_asked(self, items: Iterable[Item]) -> Iterator[Item]:
        """One after the other; none after the one in which Ctrl-C was pressed."""
        for item in items:
            yield item
            if self.asked:
                return

    def left_s(self) -> float:
        """Seconds until the search's time is over, 0 if it is, infinite if it has no limit."""
        return max(self._deadline_s - clock.monotonic(), 0.0)

    @contextmanager
    def within_variant(self, *, others_finished: bool) -> Iterator[None]:
        """Work on one variant; a first Ctrl-C ends it at once where it has no solution yet but others are finished."""
        self._finished, self.found, self._deadline_s = others_finished, False, math.inf
        try:
            yield
        except KeyboardInterrupt:
            if self._presses != 1 or not others_finished:
                raise

    def limit(self, time_limit_s: float | None) -> None:
        """End the search that begins now after a time; None: no limit."""
        self._deadline_s = math.inf if time_limit_s is None else clock.monotonic() + time_limit_s

    def close(self) -> None:
        """From here on everything is written, and no Ctrl-C takes it back."""
        self._closed = True

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Answer Ctrl-C as told above; only in the main thread, where Python hears it."""
        with ctrl_c_heard_by(self._hear):
            yield

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        now_s = clock.monotonic()
        if self._closed or now_s < self._ended_s + DEAF_S:
            return
        self._presses += 1
        if self._presses > 1 or not (self.found or self._finished):
            self._ended_s = now_s
            raise KeyboardInterrupt
        with suppress(RuntimeError):  # the key was pressed in the midst of writing another line
            self._tell()
        if not self.found:
            raise KeyboardInterrupt
