"""Heat per metre and per hectare, and the order of streets by what a low temperature saves: by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from energycommunity.heat_network.geography import Feature, MapFile
from energycommunity.heat_network.heat_density import (
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
    """Proves: the criterion is the loss saved over the heat delivered.

    Hand calculation: DN50 of 0.2013 W/(m K) in ground of 6.8 degC loses 0.2013 (73.2 + 53.2) = 25.444 W/m at 80/60 and
    0.2013 (48.2 + 23.2) = 14.373 W/m at 55/30. On 200 m over 8760 h: 44.578 and 25.181 MWh, 19.397 MWh saved. Of 50 MWh
    delivered that is 0.3879, of 400 MWh 0.0485. Shares of the heat fed in: 44.578 / 94.578 = 47.1 % and 33.5 %.
    Sensitivity: by the loss saved alone, both streets would be alike.
    """
    sparse = temperature_gain(200.0, 50.0, 20.0, DN50, (HIGH, LOW))
    dense = temperature_gain(200.0, 400.0, 20.0, DN50, (HIGH, LOW))
    assert (sparse.high_loss_mwh, sparse.low_loss_mwh) == pytest.approx((44.578, 25.181), abs=2e-3)
    assert (sparse.saved_share, dense.saved_share) == pytest.approx((0.3879, 0.0485), abs=1e-4)
    assert (sparse.high_loss_share, sparse.low_loss_share) == pytest.approx((0.4713, 0.3350), abs=1e-4)
    assert ranked([(0, dense), (1, sparse)]) == [1, 0]


@given(
    st.floats(10, 500), st.floats(1, 2000), st.floats(5, 500), st.floats(50, 90), st.floats(1, 25), st.floats(0.1, 20)
)
def test_a_lower_level_never_loses_more_in_the_same_pipe(length_m, heat_mwh, peak_kw, supply_c, spread_k, lower_k):
    high = TemperatureLevel(supply_c=supply_c, return_c=supply_c - spread_k)
    low = TemperatureLevel(supply_c=supply_c - lower_k, return_c=supply_c - spread_k - lower_k)
    gain = temperature_gain(length_m, heat_mwh, peak_kw, DN50, (high, low))
    assert gain.saved_mwh > 0.0
    assert 0.0 < gain.low_loss_share < gain.high_loss_share < 1.0
