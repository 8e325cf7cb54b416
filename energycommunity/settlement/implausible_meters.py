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


def notices_of_metering(metering: Metering, file: RulesFile) -> Iterator[Fault]:
    """Meters that count nothing, never less than before, or more than their fuse carries."""
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
        if any(_is_register(counted[row]) for counted in (metering.drawn_kwh, metering.given_kwh)):
            yield file.fault(("meters", name), "settle_register", meter=name)


def _is_register(counted_kwh: FloatArray) -> bool:
    """Whether the values never fall and mostly rise, as those of a register do that adds all up.

    >>> _is_register(np.arange(24.0)), _is_register(np.ones(24))
    (True, False)
    """
    rises = np.diff(counted_kwh)
    return bool((rises >= 0).all() and np.mean(rises > 0) > MOSTLY)
