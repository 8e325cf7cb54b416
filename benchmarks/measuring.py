"""Measure a way in a fresh process, and make one figure of several measurements."""

from __future__ import annotations

import json
import statistics
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.case import Median, Way
from benchmarks.outcome import Outcome

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Measurement:
    """What one process told: an outcome, or the reason why there is none."""

    outcome: Outcome | None
    reason: str = ""
    peak_mb: float | None = None
    versions: dict[str, str] = field(default_factory=dict)


def measure(way: Way, interpreter: str, time_limit_s: float) -> Measurement:
    """Measure a way once, in a fresh process of an interpreter, which is ended at the time limit."""
    words = [way.function.__module__, way.function.__name__, json.dumps(way.arguments), way.package]
    try:
        done = subprocess.run(
            [interpreter, "-m", "benchmarks.process", *words],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=time_limit_s,
            cwd=ROOT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Measurement(None, f"stopped after {time_limit_s:g} s")
    except OSError as error:
        return Measurement(None, f"did not start: {error}")
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        return Measurement(None, f"ended with code {done.returncode}: {last}")
    return as_told(done.stdout)


def as_told(answer: str) -> Measurement:
    """The measurement that a process wrote as JSON."""
    told = json.loads(answer)
    outcome = Outcome(**told["outcome"]) if "outcome" in told else None
    return Measurement(outcome, told.get("reason", ""), told["peak_mb"], told["versions"])


def median_of(measurements: Sequence[Measurement]) -> Median | None:
    """The figures of those measurements that came to an outcome; None if none did."""
    outcomes = [measurement.outcome for measurement in measurements if measurement.outcome is not None]
    if not outcomes:
        return None
    peaks = [m.peak_mb for m in measurements if m.outcome is not None and m.peak_mb is not None]
    costs = [found.objective_eur_per_year for found in outcomes if found.objective_eur_per_year is not None]
    gaps = [found.gap for found in outcomes if found.gap is not None]
    return Median(
        statistics.median(found.wall_s for found in outcomes),
        statistics.median(found.cpu_s for found in outcomes),
        statistics.median(peaks) if peaks else None,
        statistics.median(costs) if costs else None,
        max(gaps, default=None),
        {name: statistics.median(found.details[name] for found in outcomes) for name in outcomes[0].details},
    )
