"""Work in several processes: the same answers as in one, errors and stops as clean."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from multiprocessing import active_children
from pathlib import Path

import pytest

from energycommunity.errors import Fault, SolverError
from energycommunity.optimization.processes import answers, cores, threads

ROOT = Path(__file__).resolve().parents[2]


def adding(number):
    """Made once in each process."""
    return lambda part: number + part


def failing(_number):
    """Fails with an error of the program at one part, and ends its process at another."""

    def work(part):
        if part == "fails":
            raise SolverError(Fault("solver_no_answer", {"status": "unknown"}))
        if part == "ends":
            os._exit(1)
        return os.getpid(), threads()

    return work


def test_every_part_is_answered():
    assert sorted(answers(adding, (10,), range(5), 2)) == [10, 11, 12, 13, 14]
    assert not active_children()


def test_a_process_beside_others_has_one_thread():
    ((process, of_process),) = answers(failing, (0,), ["works"], 1)
    assert process != os.getpid()
    assert of_process == 1
    assert threads() == cores()


def test_an_error_is_the_same_as_without_processes():
    with pytest.raises(SolverError) as found:
        list(answers(failing, (0,), ["fails"], 1))
    assert found.value.faults == (Fault("solver_no_answer", {"status": "unknown"}),)
    assert not active_children()


def test_a_process_that_ends_is_told():
    with pytest.raises(SolverError, match="ended without an answer"):
        list(answers(failing, (0,), ["ends"], 1))


def test_processes_end_with_who_no_longer_asks():
    asking = answers(failing, (0,), ["works"] * 3, 1)
    next(asking)
    asking.close()
    assert not active_children()


#: Two processes that would sleep for a minute; prints once they are prepared.
SLEEPING = """
import os, time
from energycommunity.optimization.processes import answers

def sleeping(seconds):
    os.write(1, b"ready\\n")  # at once, or the lines of two processes may mix
    return lambda part: time.sleep(seconds)

if __name__ == "__main__":
    try:
        list(answers(sleeping, (60,), [1, 2], 2))
    except KeyboardInterrupt:
        print("interrupted", flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="a test cannot press Ctrl-C for a group of processes on Windows")
def test_ctrl_c_ends_all_at_once_without_a_traceback(tmp_path):
    script = tmp_path / "sleeping.py"
    script.write_text(SLEEPING, encoding="utf-8")
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"}
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = subprocess.Popen([sys.executable, str(script)], **pipes, env=environment, start_new_session=True)
    assert [running.stdout.readline() for _ in range(2)] == ["ready\n"] * 2
    os.killpg(running.pid, signal.SIGINT)
    told, complained = running.communicate(timeout=50)
    assert (told, complained) == ("interrupted\n", "")
