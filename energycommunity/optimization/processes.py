"""Work shared among processes that are started afresh (spawned), as Windows has it, and prepare themselves once each.

Ctrl-C is answered by the process that waits for them: it hears of it at once, the others do not, and end with it.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context, parent_process
from typing import Any, TypeVar

from energycommunity.errors import Fault, SolverError
from energycommunity.stopping import ctrl_c_heard_by

Part = TypeVar("Part")
Answer = TypeVar("Answer")

#: Memory that may be used [bytes].
MEMORY = 6e9
#: How long to wait at a time [s]: on Windows Ctrl-C is heard only in between.
PATIENCE_S = 0.1
#: In a process of the pool, what it makes of a part.
_prepared: list[Callable[[Any], Any]] = []


def cores() -> int:
    """Cores of this computer."""
    return max(os.cpu_count() or 1, 1)


def threads() -> int:
    """Threads that this process may use: one for each core, but one alone beside other processes."""
    return 1 if parent_process() is not None else cores()


def affordable(memory_of_each: float) -> int:
    """How many processes there may be at a time that take so much memory each [bytes]: at most one for each core.

    >>> affordable(MEMORY)
    1
    """
    return max(min(cores(), int(MEMORY / memory_of_each)), 1)


def answers(
    prepare: Callable[..., Callable[[Part], Answer]],
    given: tuple[Any, ...],
    parts: Sequence[Part],
    processes: int,
    meanwhile: Callable[[], None] = lambda: None,
) -> Iterator[Answer]:
    """What `prepare(*given)` makes of each part, as the answers come, from so many processes.

    `prepare` stands in a module, and what is given to it, the parts and the answers can be pickled. `meanwhile` is
    called several times a second.

    Raises
    ------
    SolverError
        If a process ended before its answer. An error within one is raised here; the others are given up.
    """
    others = set(active_children())
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _begin, (prepare, given))
    try:
        with ctrl_c_heard_by(signal.SIG_IGN):  # the processes do not hear it even while they import
            waiting = {pool.submit(_answer, part) for part in parts}
        while waiting:
            done, waiting = wait(waiting, PATIENCE_S, FIRST_COMPLETED)
            meanwhile()
            for one in done:
                yield one.result()
    except BrokenProcessPool as error:
        raise SolverError(Fault("solver_process_ended")) from error
    finally:
        for child in set(active_children()) - others:
            child.terminate()
        pool.shutdown(cancel_futures=True)


def _begin(prepare: Callable[..., Callable[[Any], Any]], given: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _prepared[:] = [prepare(*given)]


def _answer(part: Any) -> Any:
    return _prepared[0](part)
