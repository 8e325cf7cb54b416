"""Small functions that stand for what is measured."""

from __future__ import annotations

import os
import sys
import time

from benchmarks.outcome import Outcome


def answers(cost):
    """Comes to a cost, and prints as libraries do."""
    sys.stdout.write("a library talks\n")
    os.write(1, b"and so does its C code\n")
    return Outcome(2.0, 1.5, cost, cost - 1.0, 1.0 / cost, {"share": 0.25})


def fails():
    """Cannot do it."""
    raise ValueError("no optimum")


def dies():
    """Takes the process with it."""
    os._exit(7)


def never_ends():
    """Is still busy when its time is over."""
    time.sleep(3600.0)
