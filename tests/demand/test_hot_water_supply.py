"""Hot water: how hot, and what a network and a booster give of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energycommunity.demand.hot_water_supply import Booster, HotWaterSupply
from energycommunity.time_grid import TimeGrid


def test_a_store_needs_a_warmer_network_than_a_station() -> None:
    """60 and 50 degC (FACTS.md §7), and 5 K of the heat exchanger."""
    assert HotWaterSupply().network_supply_c == 65.0
    assert HotWaterSupply(system="fresh_water_station").network_supply_c == 55.0
    assert not HotWaterSupply().figures()["temperature_c"].verified


def test_electric_booster() -> None:
    """Proves the split. A swap of cold and reached water would give the network 30 %.

    Hand calculation: 45 degC reached of 10 to 60: 0.7. Circulation of 2 kW comes back with 55, hotter than 45: all
    electric. Of 8 kW drawn the network gives 5.6 kW, electricity 2.4 + 2 = 4.4 kW.
    """
    parts = HotWaterSupply(booster="electric").split(np.array([10.0]), 50.0, circulation_kw=2.0)
    assert parts.network_kw == pytest.approx([5.6])
    assert parts.electricity_kw == pytest.approx([4.4])


def test_booster_heat_pump_from_the_return() -> None:
    """COP of water from 30 to 60: lift 30 K, 0.85 * (9.99 - 6.147 + 1.1241) = 4.222; 3 kW / 4.222 = 0.7106 kW.

    What it draws from the network, 2.289 kW, is the network's beside the 7 kW of the heat exchanger.
    """
    supply = HotWaterSupply(booster="heat_pump", booster_source="network_return")
    parts = supply.split(np.array([10.0]), 50.0, network_return_c=30.0)
    assert parts.electricity_kw == pytest.approx([0.7106], abs=1e-4)
    assert parts.network_kw == pytest.approx([9.2894], abs=1e-4)
    with pytest.raises(ValueError, match="network_return_c"):
        supply.split(np.array([10.0]), 50.0)


def test_without_a_booster_all_is_the_networks() -> None:
    parts = HotWaterSupply().split(np.array([4.0, 0.0]), 30.0)
    assert parts.network_kw.tolist() == [4.0, 0.0]
    assert parts.electricity_kw.tolist() == [0.0, 0.0]


@given(
    heat_kw=st.floats(0.0, 200.0),
    circulation=st.floats(0.0, 1.0),
    supply_c=st.floats(5.0, 90.0),
    warmer_k=st.floats(0.0, 40.0),
    booster=st.sampled_from(["none", "electric", "heat_pump"]),
)
def test_energy_is_kept_and_warmer_supply_never_takes_more_electricity(
    heat_kw: float, circulation: float, supply_c: float, warmer_k: float, booster: Booster
) -> None:
    supply = HotWaterSupply(booster=booster)
    heat = np.array([heat_kw, heat_kw])
    parts = supply.split(heat, [supply_c, supply_c + warmer_k], circulation_kw=heat * circulation)
    assert parts.network_kw + parts.electricity_kw == pytest.approx(heat, rel=1e-12)
    assert np.all(parts.network_kw >= 0.0)
    assert np.all(parts.electricity_kw >= 0.0)
    assert parts.electricity_kw[1] <= parts.electricity_kw[0] + 1e-9


def test_a_cool_store_is_disinfected_every_seventh_night() -> None:
    grid = TimeGrid.year(2025, "Europe/Riga")
    made_c = HotWaterSupply(temperature_c=50.0, disinfection_c=65.0).made_c(grid)
    hot = np.flatnonzero(made_c == 65.0)
    assert len(hot) == 106  # two hours in each of 53 nights: days 1, 8, …, 365
    assert set(grid.local.hour.to_numpy()[hot]) == {2, 3}
