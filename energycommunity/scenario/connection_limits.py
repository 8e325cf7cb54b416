"""Generation behind a meter above what its connection lets through: the rest is used behind the meter or curtailed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from energycommunity.errors import Fault
from energycommunity.scenario.generation import chosen_size, generation_kw_by_meter, largest_size, least_size
from energycommunity.scenario.schema import Scenario
from energycommunity.technologies.grid_connection import GridConnection
from energycommunity.technologies.photovoltaics import Photovoltaics

_TOLERANCE = 1e-6


def connection_notices(scenario: Scenario) -> Iterator[Fault]:
    """Before the run: what the file fixes above the limit of a connection, and what it allows above one."""
    fixed, allowed = (generation_kw_by_meter(scenario, size) for size in (least_size, largest_size))
    yield from _told(scenario, fixed)
    more = {meter: kw for meter, kw in allowed.items() if kw > fixed[meter]}
    for fault in _told(scenario, more):
        yield Fault("connection_notice_allowed", fault.values, path=fault.path)


def connection_warnings(scenario: Scenario, capacities: Mapping[str, float]) -> Iterator[Fault]:
    """After the run: what was chosen above the limit of a connection, where the file does not fix it."""
    fixed = generation_kw_by_meter(scenario, least_size)
    chosen = generation_kw_by_meter(scenario, chosen_size(capacities))
    yield from _told(scenario, {meter: kw for meter, kw in chosen.items() if kw > fixed[meter] + _TOLERANCE})


def uncurtailable_faults(scenario: Scenario) -> Iterator[Fault]:
    """Panels that never switch off behind a connection that need not let all generation there through."""
    allowed_kw = generation_kw_by_meter(scenario, largest_size)
    for name, asset in scenario.assets.items():
        if not isinstance(asset, Photovoltaics) or asset.curtailable or asset.meter not in scenario.meters:
            continue
        connection = scenario.meters[asset.meter]
        limit_kw = _limit(connection)[0] if connection.sale else 0.0
        if limit_kw is not None and allowed_kw[asset.meter] > limit_kw + _TOLERANCE:
            values: dict[str, object] = {"name": name, "meter": asset.meter, "kw": float(allowed_kw[asset.meter])}
            values["limit"] = limit_kw
            yield Fault("uncurtailable_beyond_connection", values, path=f"assets.{name}.curtailable")


def _told(scenario: Scenario, powers_kw: Mapping[str, float]) -> Iterator[Fault]:
    for meter, power_kw in powers_kw.items():
        limit_kw, source = _limit(scenario.meters[meter])
        if limit_kw is not None and power_kw > limit_kw + _TOLERANCE:
            values: dict[str, object] = {"meter": meter, "kw": float(power_kw), "limit": float(limit_kw)}
            yield Fault("connection_notice", values | {"source": source}, path=f"meters.{meter}")


def _limit(connection: GridConnection) -> tuple[float | None, str]:
    """What the connection lets out [kW], and from what it follows; None where nothing is known."""
    if connection.export_limit_kw is not None:
        return connection.export_limit_kw, "export_limit_kw"
    if connection.fuse_a is None:
        return None, ""
    volts = "400 V" if connection.phases == 3 else "230 V"
    count = f"{connection.count} · " if connection.count > 1 else ""
    return connection.fuse_limit_kw(), f"{count}{connection.phases} x {connection.fuse_a:g} A, {volts}"
