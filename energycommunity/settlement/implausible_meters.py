"""What meters can hardly have counted: told beside the invoices, since it may be true."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from energycommunity.errors import Fault
from energycommunity.quantities import FloatArray
from energycommunity.settlement.metering import Metering
from energycommunity.settlement.rules import RulesFile

PHASE_KV = 0.23
#: A register rises in more than this part of the intervals.
MOSTLY = 0.5
#: A fuse carries more than its rating for a while; twice as much in a whole interval is a round limit of our own.
_TIMES_THE_FUSE = 2.0
#: One interval with so many times the energy of any other is rather a slip, of the decimals or the unit.
_TIMES_THE_NEXT = 20.0


def notices_of_metering(metering: Metering, file: RulesFile) -> Iterator[Fault]:
    """Meters that count nothing, never less than before, more than their fuse carries, or the same as another."""
    yield from _counted_alike(metering, file)
    for row, name in enumerate(metering.meters):
        meter, counted_kwh = file.rules.meters[name], metering.drawn_kwh[row] + metering.given_kwh[row]
        most = int(np.argmax(counted_kwh))
        power_kw = float(counted_kwh[most]) / metering.time.step_h
        limit_kw = meter.phases * PHASE_KV * meter.fuse_a
        if not counted_kwh.any():
            yield file.fault(("meters", name), "settle_counts_nothing", meter=name)
        elif limit_kw and power_kw > _TIMES_THE_FUSE * limit_kw:
            fuse = f"{meter.phases} x {meter.fuse_a:g}"
            values = {"meter": name, "power": power_kw, "begin": metering.time.local[most], "fuse": fuse}
            yield file.fault(("meters", name, "fuse_a"), "settle_above_fuse", limit=limit_kw, **values)
        elif _stands_out(counted_kwh):
            values = {"meter": name, "energy": float(counted_kwh[most]), "begin": metering.time.local[most]}
            yield file.fault(("meters", name), "settle_stands_out", **values)
        if any(_is_register(counted[row]) for counted in (metering.drawn_kwh, metering.given_kwh)):
            yield file.fault(("meters", name), "settle_register", meter=name)


def _counted_alike(metering: Metering, file: RulesFile) -> Iterator[Fault]:
    """Meters that count the same as an earlier one in every interval, as where one file stands under two names."""
    seen: dict[bytes, str] = {}
    for row, name in enumerate(metering.meters):
        counted_kwh = np.concatenate([metering.drawn_kwh[row], metering.given_kwh[row]])
        first = seen.setdefault(counted_kwh.tobytes(), name)
        if first != name and np.ptp(metering.drawn_kwh[row] - metering.given_kwh[row]) > 0:
            yield file.fault(("meters", name), "settle_counted_alike", meter=name, first=first)


def _stands_out(counted_kwh: FloatArray) -> bool:
    """Whether one interval has many times the energy of any other.

    >>> _stands_out(np.array([1.5, 1500.0, 2.0])), _stands_out(np.array([0.1, 0.9])), _stands_out(np.array([0.0, 2.0]))
    (True, False, False)
    """
    if counted_kwh.size < 2:
        return False
    second, largest = np.partition(counted_kwh, -2)[-2:]
    return bool(second > 0.0 and largest > _TIMES_THE_NEXT * second)


def _is_register(counted_kwh: FloatArray) -> bool:
    """Whether the values never fall and mostly rise, as those of a register do that adds all up.

    >>> _is_register(np.arange(24.0)), _is_register(np.ones(24))
    (True, False)
    """
    rises = np.diff(counted_kwh)
    return bool((rises >= 0).all() and np.mean(rises > 0) > MOSTLY)
