"""The largest demands, from which limits of sizes that nobody stated, and the pipes, follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from energycommunity.demand.heated_building import HeatedBuilding
from energycommunity.optimization.case import PlacedAsset
from energycommunity.quantities import FloatArray
from energycommunity.technologies.load import Load


@dataclass(frozen=True)
class Peaks:
    """The peak of all heat demands together, of all electric ones, of all cold, and of the heat at each place [kW].

    `by_package_kw`: that of each building where a renovation chooses among packages, by package. At its place stands
    the highest of them; where a renovation is decided, that of its package.
    """

    heat_kw: float = 0.0
    electricity_kw: float = 0.0
    cooling_kw: float = 0.0
    heat_by_place_kw: Mapping[str, float] = field(default_factory=dict)
    by_package_kw: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        loads: Iterable[PlacedAsset],
        heated: Mapping[str, HeatedBuilding] | None = None,
        saved_kw: Mapping[str, Mapping[str, FloatArray]] | None = None,
    ) -> Peaks:
        """The peaks of some demands over the same steps, and of buildings whose heating is chosen, as they stand.

        `saved_kw`: what each package saves, of the buildings with a renovation, shape (steps,).
        """
        powers: dict[str, list[FloatArray]] = {"heat": [], "electricity": [], "cooling": []}
        by_place: dict[str, FloatArray] = {}
        for load in loads:
            power, at = load.technology.highest_kw(load.profiles), getattr(load.technology, "at", None)
            carrier = getattr(load.technology, "carrier", "heat") if at else "electricity"
            powers[carrier].append(power)
            if at and carrier == "heat" and isinstance(load.technology, Load):
                by_place[at] = by_place[at] + power if at in by_place else power
        for name, building in (heated or {}).items():
            by_place[name] = building.packages["none"].heat_kw
            powers["heat"].append(by_place[name])
        peaks = {place: float(power.max()) for place, power in by_place.items()}
        renovated = {
            place: {package: float((by_place[place] - kw).max()) for package, kw in of_place.items()}
            for place, of_place in (saved_kw or {}).items()
            if place in by_place  # one without heat may be left as it stands
        }
        peaks |= {place: max(of_place.values()) for place, of_place in renovated.items()}
        chosen = {place: of_place for place, of_place in renovated.items() if len(of_place) > 1}
        return cls(_peak(powers["heat"]), _peak(powers["electricity"]), _peak(powers["cooling"]), peaks, chosen)

    def most(self, other: Peaks) -> Peaks:
        """The larger of two peaks each."""
        places = {*self.heat_by_place_kw, *other.heat_by_place_kw}
        renovated = {
            place: {package: max(kw, other.by_package_kw[place][package]) for package, kw in of_place.items()}
            for place, of_place in self.by_package_kw.items()
        }
        return Peaks(
            max(self.heat_kw, other.heat_kw),
            max(self.electricity_kw, other.electricity_kw),
            max(self.cooling_kw, other.cooling_kw),
            {
                place: max(self.heat_by_place_kw.get(place, 0.0), other.heat_by_place_kw.get(place, 0.0))
                for place in sorted(places)
            },
            renovated,
        )


def _peak(powers: list[FloatArray]) -> float:
    return float(sum(powers[1:], powers[0]).max(initial=0.0)) if powers else 0.0
