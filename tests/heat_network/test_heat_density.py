"""Heat per metre and per hectare, and the order of streets by what a low temperature saves: by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from energycommunity.heat_network.geography import Feature, MapFile
from energycommunity.heat_network.heat_density import (
    SegmentPrices,
    cells_of,
    demand_density_mwh_per_ha_year,
    nearest_segments,
    ranked,
    street_segments,
    sums_by,
    temperature_gain,
)
from energycommunity.heat_network.temperature_level import TemperatureLevel

HIGH, LOW = (TemperatureLevel(supply_c=s, return_c=r) for s, r in ((80.0, 60.0), (55.0, 30.0)))
DN50 = "pre_insulated_series_1_dn50"
PRICES = SegmentPrices("heat_network_conventional", 2025, 0.04, 60.0)


def test_streets_are_cut_at_crossings_and_numbered_by_name():
    lines = [
        Feature(1, ((0.0, 0.0), (100.0, 0.0), (200.0, 0.0)), {"NAME": "Skolas iela"}),
        Feature(2, ((120.0, -50.0), (120.0, 80.0)), {}),
    ]
    segments = street_segments(MapFile("streets.geojson", "", tuple(lines)))
    found = [(segment.street, segment.number, segment.length_m) for segment in segments]
    assert found == [("Skolas iela", 1, 120.0), ("Skolas iela", 2, 80.0), ("2", 1, 50.0), ("2", 2, 80.0)]


def test_heat_goes_to_the_nearest_street_and_into_its_square():
    """Proves: two houses beside one street add up, the third belongs to the other street.

    Hand calculation: 90 + 200 = 290 MWh on 100 m are 2.9 MWh/(m a); in squares of 50 m (0.25 ha) 90 MWh are 360 and
    220 MWh are 880 MWh/(ha a).
    Sensitivity: by the nearest end of a street instead of its nearest point, the school would go to the second.
    """
    places = {"school": (50.0, 39.0), "flats": (90.0, -10.0), "shop": (60.0, -45.0)}
    heat = {"school": 90.0, "flats": 200.0, "shop": 20.0}
    paths = [[(0.0, 0.0), (100.0, 0.0)], [(50.0, 80.0), (50.0, 200.0)], [(0.0, -60.0), (100.0, -60.0)]]
    segment_of = nearest_segments(paths, places)
    sums = sums_by(segment_of, heat)
    assert sums == {0: 290.0, 2: 20.0}
    assert sums[0] / 100.0 == pytest.approx(2.9)
    squares = sums_by(cells_of(places, 50.0), heat)
    assert squares == {(1, 0): 90.0, (1, -1): 220.0}
    densities = [demand_density_mwh_per_ha_year(mwh, 50.0) for mwh in squares.values()]
    assert densities == pytest.approx([360.0, 880.0])


def test_a_low_temperature_pays_first_where_a_metre_delivers_least():
    """Proves: the criterion is the cost saved over the heat delivered.

    Hand calculation: DN50 of 0.2013 W/(m K) in ground of 6.8 degC loses 0.2013 (73.2 + 53.2) = 25.444 W/m at 80/60 and
    0.2013 (48.2 + 23.2) = 14.373 W/m at 55/30. On 200 m over 8760 h: 44.578 and 25.181 MWh, 19.397 MWh saved. At 60
    EUR/MWh that is 1163.8 EUR: of 50 MWh delivered 23.28 EUR/MWh, of 400 MWh 2.91. Shares of the heat fed in: 44.578 /
    94.578 = 47.1 % and 33.5 %.
    Sensitivity: by the loss saved alone, both streets would be alike.
    """
    sparse = temperature_gain(200.0, 50.0, 20.0, DN50, (HIGH, LOW), PRICES)
    dense = temperature_gain(200.0, 400.0, 20.0, DN50, (HIGH, LOW), PRICES)
    assert (sparse.high.loss_mwh, sparse.low.loss_mwh) == pytest.approx((44.578, 25.181), abs=2e-3)
    assert (sparse.saved_eur_per_mwh, dense.saved_eur_per_mwh) == pytest.approx((23.28, 2.91), abs=0.01)
    assert (sparse.high_loss_share, sparse.low_loss_share) == pytest.approx((0.4713, 0.3350), abs=1e-4)
    assert ranked([(0, dense), (1, sparse)]) == [1, 0]


def test_a_segment_costs_its_pipe_and_what_it_loses():
    """Proves: the annuity of the pipe in its band of size, and the lost heat at its price.

    Hand calculation: DN50 carries 229 kW at 30 K and 150 Pa/m, at the 40 K of the price bands 305 kW: 320 EUR of 2015
    per metre, times 1.336 for 2025 = 427.5 EUR/m. 200 m over 40 years at 4 % (0.050523): 4320 EUR/a. The loss of 44.578
    MWh at 60 EUR/MWh is 2675 EUR/a, that of 25.181 MWh 1511 EUR/a.
    Sensitivity: 3166 EUR/a for the pipe by the row without a band (234.5 EUR/m).
    """
    gain = temperature_gain(200.0, 50.0, 20.0, DN50, (HIGH, LOW), PRICES)
    assert gain.high.annuity_eur == gain.low.annuity_eur == pytest.approx(4320.0, rel=1e-3)
    assert (gain.high.loss_eur, gain.low.loss_eur) == pytest.approx((2674.7, 1510.9), abs=0.2)
    assert (gain.high.eur, gain.low.eur) == pytest.approx((6995.0, 5831.0), rel=1e-3)


@given(
    st.floats(10, 500), st.floats(1, 2000), st.floats(5, 500), st.floats(50, 90), st.floats(1, 25), st.floats(0.1, 20)
)
def test_a_lower_level_never_loses_more_in_the_same_pipe(length_m, heat_mwh, peak_kw, supply_c, spread_k, lower_k):
    high = TemperatureLevel(supply_c=supply_c, return_c=supply_c - spread_k)
    low = TemperatureLevel(supply_c=supply_c - lower_k, return_c=supply_c - spread_k - lower_k)
    gain = temperature_gain(length_m, heat_mwh, peak_kw, DN50, (high, low), PRICES)
    assert gain.saved_mwh > 0.0
    assert 0.0 < gain.low_loss_share < gain.high_loss_share < 1.0
