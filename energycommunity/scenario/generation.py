"""How much electricity can be generated behind each meter, by the sizes of a file or by those that were chosen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping

from energycommunity.scenario.schema import Scenario
from energycommunity.technologies.base import Capacity, Technology

#: Keys of the electric size of what generates.
SIZES = ("capacity_kwp", "capacity_kw", "capacity_electric_kw")
#: Name of an asset, the asset, key of its size -> the size; None if it is not known.
SizeOf = Callable[[str, Technology, str], float | None]


def alternating_kw(asset: Technology, size: float) -> float:
    """What a generator of a size can give [kW]: modules no more than their inverter.

    >>> from energycommunity.technologies.photovoltaics import Photovoltaics
    >>> panels = Photovoltaics(owner="a", meter="a", capacity_kwp=12.0, tilt_deg=30, azimuth_deg=180, dc_ac_ratio=1.2)
    >>> alternating_kw(panels, 12.0)
    10.0
    """
    return size / float(getattr(asset, "dc_ac_ratio", 1.0))


def least_size(_: str, asset: Technology, key: str) -> float | None:
    """The size that the file fixes or demands at least; None where building is open."""
    size = Capacity.of(getattr(asset, key))
    return size.min if size.cost_if_built_eur is None else None


def largest_size(_: str, asset: Technology, key: str) -> float | None:
    """The largest size that the file allows; None where it says none."""
    return Capacity.of(getattr(asset, key)).max


def chosen_size(capacities: Mapping[str, float]) -> SizeOf:
    """The sizes of a result, by `asset.capacity_unit`."""
    return lambda name, _, key: capacities.get(f"{name}.{key}")


def generation_kw_by_meter(scenario: Scenario, size_of: SizeOf) -> dict[str, float]:
    """Power of all that generates behind each meter [kW]; a size that is not known counts nothing."""
    powers_kw: dict[str, float] = defaultdict(float)
    for name, asset in scenario.assets.items():
        key = next((key for key in SIZES if key in type(asset).model_fields), None)
        meter = getattr(asset, "meter", None)
        generates = asset.serves is not None and "electricity" in asset.serves
        if generates and key is not None and meter in scenario.meters:
            size = size_of(name, asset, key)
            powers_kw[str(meter)] += alternating_kw(asset, size or 0.0)
    return powers_kw
