"""P7: what the command line needs for its help and for checking the shipped village, imports included."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from benchmarks.case import Case, Way, seconds_target
from benchmarks.outcome import Outcome

START = "from energycommunity.cli import main; main()"


def command(words: str) -> Outcome:
    """`ecsim` with some words, in a process below this one."""
    spent, begin = os.times(), time.perf_counter()
    subprocess.run([sys.executable, "-c", START, *words.split()], check=True, stdout=subprocess.DEVNULL)
    wall_s, now = time.perf_counter() - begin, os.times()
    cpu_s = now.children_user + now.children_system - spent.children_user - spent.children_system
    return Outcome(wall_s, cpu_s)


CASE = Case(
    "P7",
    "command line",
    (
        Way("ecsim --help", command, {"words": "--help"}, (seconds_target(0.4),)),
        Way("ecsim check", command, {"words": "check scenarios/belava.yaml"}, (seconds_target(1.5),)),
    ),
    in_proportion=False,
)
