"""What meters can hardly have counted: told beside the invoices, for it may be true."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from energycommunity.errors import Fault
from energycommunity.settlement.metering import Metering
from energycommunity.settlement.rules import RulesFile

PHASE_KV = 0.23
#: A fuse carries more than its rating for a while, but not twice as much for a quarter of an hour.
_TIMES_THE_FUSE = 2.0


def notices_of_metering(metering: Metering, file: RulesFile) -> Iterator[Fault]:
    """Meters with more power than their fuse carries, and meters that count nothing."""
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
