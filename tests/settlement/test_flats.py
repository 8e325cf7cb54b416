"""Costs of a house split over its flats: by hand, and to the cent for any house."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from energycommunity.errors import ScenarioError
from energycommunity.scenario.flats import Flat, FlatRules, FlatsOfHouse, flat_notices, flats_of
from energycommunity.scenario.members_and_buildings import Building
from energycommunity.settlement.flats import split
from energycommunity.settlement.invoice import to_cent

KEYS = ("equal", "area", "share", "allocators")
LINES = ("heat", "common_electricity", "flats_electricity", "flats_connection", "upkeep", "loan")


def test_each_line_has_its_key():
    """Proves: heat goes by allocators and in part by area, the loan by ownership share, own electricity equally.

    Sensitivity: by allocators alone the first flat would pay 75.00 of the heat, not 67.50.
    Hand calculation: heat 100 = 30 by area (3 : 7) + 70 by allocators (75 : 25): 9 + 52.50 = 61.50 and 21 + 17.50
    = 38.50. Loan 90 by 1 : 2 = 30 and 60. Electricity 25.01 equally is 12.505 each, rounded up 12.51; the cent that is
    too much is taken from the first.
    """
    flats = (Flat("1", 30.0, 1.0, 750.0), Flat("2", 70.0, 2.0, 250.0))
    amounts = split(
        FlatsOfHouse(flats, "allocators", "share", 0.3), {"heat": 100.0, "loan": 90.0, "flats_electricity": 25.01}
    )
    assert amounts["1"] == {"heat": Decimal("61.50"), "loan": Decimal("30.00"), "flats_electricity": Decimal("12.50")}
    assert amounts["2"] == {"heat": Decimal("38.50"), "loan": Decimal("60.00"), "flats_electricity": Decimal("12.51")}


@given(
    st.lists(st.tuples(*[st.floats(0.01, 1e4)] * 3), min_size=1, max_size=60),
    st.sampled_from(KEYS),
    st.sampled_from(KEYS),
    st.floats(0.0, 1.0),
    st.lists(st.floats(-1e5, 1e5), min_size=len(LINES), max_size=len(LINES)),
)
def test_flats_add_up_to_the_house_to_the_cent(weights, heat_by, rest_by, area_share, amounts_eur):
    """For any flats and keys each line's amounts are the line's, rounded."""
    flats = tuple(Flat(str(number), *each) for number, each in enumerate(weights))
    house = FlatsOfHouse(flats, heat_by, rest_by, area_share)
    lines = dict(zip(LINES, amounts_eur, strict=True))
    amounts = split(house, lines)
    for line, eur in lines.items():
        given_eur = [each[line] for each in amounts.values()]
        assert sum(given_eur, Decimal(0)) == to_cent(eur)
        assert all(each == each.quantize(Decimal("0.01")) for each in given_eur)


def _table(folder, text):
    (folder / "flats.csv").write_text(text, encoding="utf-8")
    return FlatRules(flats_from="flats.csv")


def test_a_table_with_latvian_headings_and_fractions(tmp_path):
    """Ownership shares are written as they stand in the land register, numbers with a decimal comma."""
    house = flats_of(
        _table(tmp_path, "Dzīvoklis;platiba_m2;domajamas_dalas\n1;48,5;485/1000\n2;51,5;515/1000\n"), tmp_path, None
    )
    assert [flat.area_m2 for flat in house.flats] == [48.5, 51.5]
    assert [flat.share for flat in house.flats] == pytest.approx([0.485, 0.515])
    assert (house.heat_by, house.rest_by) == ("area", "share")


def test_equal_flats_without_a_table(tmp_path):
    """Without a table the flats are numbered and pay alike."""
    house = flats_of(FlatRules(), tmp_path, 3)
    assert [flat.name for flat in house.flats] == ["1", "2", "3"]
    assert (house.heat_by, house.rest_by) == ("equal", "equal")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("flat,area_m2\n1,48\n1,52\n", "flats.csv, row 3: flat 1 stands in row 2 already"),
        ("flat,area_m2\n1,48\n,52\n", "flats.csv, row 3: the flat has no name or number"),
        ("flat,area_m2\n1,-48\n", "flats.csv, row 2, column \"area_m2\": area_m2 is below zero"),
        ("flat,area_m2\n1,0\n", "flats.csv, row 1: area_m2 is zero in all rows, so nothing can be split by it"),
        ("flat,area_m2\n1,48\n2,many\n", "flats.csv, row 3, column \"area_m2\": area_m2 needs a number, or a fraction"),
        ("flat;allocator_units\n1;950,5\n2;1.200\n",
         "row 3, column \"allocator_units\": 1.200 has a decimal point, but row 2 of this column has a decimal comma"),
        ("flat,aera_m2\n1,48\n", "flats.csv, row 1: no column is called 'aera_m2'; did you mean 'area_m2'?"),
        ("flat,shared_area,share\n1,48,1\n", "no column is called 'shared_area'; did you mean 'area_m2'?"),
        ("flat,area_m2,shared_area,share\n1,48,3,1\n", "no column is called 'shared_area'; columns are called: flat, "
         "area_m2, share, allocator_units, electricity_kwh, note"),
        ("flat,floor,area_m2\n1,3,48\n", "no column is called 'floor'; columns are called: flat, area_m2, share"),
        ("flat,area_m2,Platība (m²)\n1,48,48\n", "the columns 'area_m2' and 'Platība (m²)' mean the same (area_m2)"),
        ("area_m2,note\n48,x\n", "flats.csv, row 1: There is no column 'flat'. The columns are: area_m2, note."),
    ],
)  # fmt: skip
def test_a_wrong_table_is_told_with_its_line(tmp_path, text, told):
    with pytest.raises(ScenarioError) as caught:
        flats_of(_table(tmp_path, text), tmp_path, None)
    assert told in caught.value.tell()


def test_a_key_needs_its_column(tmp_path):
    rules = _table(tmp_path, "flat,area_m2\n1,48\n").model_copy(update={"heat_by": "allocators"})
    with pytest.raises(ScenarioError, match="needs a column allocator_units"):
        flats_of(rules, tmp_path, None)


def test_flats_need_a_number_or_a_table(tmp_path):
    with pytest.raises(ScenarioError, match="no flats to split by"):
        flats_of(FlatRules(), tmp_path, None)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("1,48,1/2\n2,52,1/2\n", []),
        ("1,48,1/2\n2,30,1/2\n", []),
        ("1,100,1\n", ["flats.house: flats in the table: 1, dwellings of the building: 2"]),
        ("1,48,1/2\n2,21,1/2\n", ["have 69 m² together, while heated_area_m2 of the building is 100 m²"]),
        ("1,48,1/2\n2,83,1/2\n", ["have 131 m² together, while heated_area_m2 of the building is 100 m²"]),
        ("1,48,0.485\n2,52,0.495\n", ["the shares of the table add up to 0.980, not to 1"]),
        ("1,48,0.497\n2,52,0.495\n", []),
    ],
)  # fmt: skip
def test_a_table_that_does_not_fit_the_house_is_told(tmp_path, rows, told):
    """Proves: a house of 2 dwellings and 100 m² is set beside its table, each figure named; shares are to be a whole.

    Hand calculation: 48 + 30 = 78 m² is 22 % less than 100 m², 69 m² 31 % less, 131 m² 31 % more; the shares 0.980
    are 2 % off, 0.992 is 0.8 % off.
    """
    rules = _table(tmp_path, "flat,area_m2,share\n" + rows)
    building = Building(meter="common", sector="residential", dwellings=2, heated_area_m2=100)
    found = [fault.tell() for fault in flat_notices("flats.house", rules, tmp_path, building)]
    assert len(found) == len(told)
    assert all(words in sentence for words, sentence in zip(told, found, strict=True))


def test_a_note_for_its_reader_may_stand_in_the_table(tmp_path):
    house = flats_of(_table(tmp_path, "flat,note,area_m2\n1,top floor,48\n"), tmp_path, None)
    assert [flat.area_m2 for flat in house.flats] == [48.0]


def test_electricity_goes_by_what_each_flat_uses(tmp_path):
    """Proves: what a flat uses is paid in proportion, its connection alike; without the column each bears the mean.

    Sensitivity: 45.00 each where the column is not read; 27.00 and 63.00 if the connection went by use too.
    Hand calculation: 1200 and 2800 kWh: 30 % and 70 % of 80 EUR are 24.00 and 56.00; the connections 10 / 2 = 5.00.
    """
    house = flats_of(_table(tmp_path, "flat;Elektrība kWh\n1;1200\n2;2800\n"), tmp_path, None)
    amounts = split(house, {"flats_electricity": 80.0, "flats_connection": 10.0})
    assert [sum(amounts[flat].values()) for flat in ("1", "2")] == [Decimal("29.00"), Decimal("61.00")]
    mean = split(flats_of(FlatRules(), tmp_path, 2), {"flats_electricity": 80.0, "flats_connection": 10.0})
    assert [sum(mean[flat].values()) for flat in ("1", "2")] == [Decimal("45.00"), Decimal("45.00")]


@pytest.mark.parametrize(
    ("building", "told"),
    [
        ({"electricity": {"annual_kwh": 3700}, "flats_meter": "flats"}, []),
        ({"electricity": {"annual_kwh": 3600}, "flats_meter": "flats"}, ["use 4000 kWh of electricity together"]),
        ({"electricity": {"annual_kwh": 4000}}, ["the building has no flats_meter"]),
    ],
)  # fmt: skip
def test_electricity_that_does_not_fit_the_house_is_told(tmp_path, building, told):
    """Hand calculation: 4000 kWh are 8.1 % more than 3700, 11.1 % more than 3600."""
    rules = _table(tmp_path, "flat,electricity_kwh\n1,1200\n2,2800\n")
    house = Building(meter="common", sector="residential", dwellings=2, **building)
    found = [fault.tell() for fault in flat_notices("flats.house", rules, tmp_path, house)]
    assert len(found) == len(told)
    assert all(words in sentence for words, sentence in zip(told, found, strict=True))
