"""Tables hold the numbers of the results, and add up."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from energycommunity.assessment.secap import COLUMNS, SECTORS
from energycommunity.errors import Fault
from energycommunity.finance import internal_rate_of_return
from energycommunity.progress import Narrator
from energycommunity.quantities import Carrier, CostKind
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.figures.heat_map import by_hour_and_day
from energycommunity.reporting.flows import GIVING, TAKING, balance, uses_kw
from energycommunity.reporting.seasonal_cop import cop_basis
from energycommunity.reporting.table import Column, Table, shown, stacked, text_column, with_total
from energycommunity.reporting.tables import bills, certificates, costs, covenant, energy, inputs, overview, sizes
from energycommunity.reporting.voice import Voice
from energycommunity.results.summary import summary
from energycommunity.technologies.certified_unit import CertifiedUnit
from energycommunity.time_grid import TimeGrid
from tests.reporting.conftest import readable, with_costs, with_scenarios


def column(table, heading):
    """The values of a column."""
    place = [column.heading for column in table.columns].index(heading)
    return [row[place] for row in table.rows]


def test_overview_has_the_numbers_of_the_comparison(edition, results):
    table = overview.overview(edition)
    assert column(table, "Yearly cost") == [r.annual_cost_eur for r in results.variants.values()]
    assert column(table, "Change")[0] == "baseline"
    base = results.variants["baseline"].annual_cost_eur
    assert column(table, "Change")[1] == pytest.approx(results.variants["heat_pump"].annual_cost_eur - base)
    assert column(table, "Payback")[2] == "not paid back"


def test_costs_add_up_to_the_objective(edition, results):
    for name, result in results.variants.items():
        by_kind = column(costs.costs_by_kind(edition), edition.titles[name])
        assert by_kind[-1] == pytest.approx(result.annual_cost_eur)
        assert sum(by_kind[:-1]) == pytest.approx(by_kind[-1])
        assert column(costs.costs_by_member(edition), edition.titles[name])[-1] == pytest.approx(result.annual_cost_eur)
        assert column(costs.costs_by_asset(edition, name), "Sum")[-1] == pytest.approx(result.annual_cost_eur)
        by_member = column(costs.member_accounts(edition, name), "Sum")
        assert by_member[-1] == pytest.approx(summary(result)["annual_cost_eur"]["total"])


def test_fuel_of_the_baseline(edition):
    """Proves: the row of fuel in the table of costs.

    Sensitivity: with the efficiency left out 17 739 EUR.
    Hand calculation: 45 kW / 0.6 x 8760 h x 0.045 EUR/kWh = 29 565 EUR.
    """
    table = costs.costs_by_kind(edition)
    row = column(table, "Kind of cost").index("Fuel")
    assert column(table, "Old boiler")[row] == pytest.approx(29_565.0)


def test_what_is_shared_is_paid_and_earned(edition, results):
    """Proves: the internal price moves money between members and costs the whole nothing."""
    table = costs.member_accounts(edition, "heat_pump")
    shared = column(table, "Shared between members")
    assert shared[0] > 0.0
    assert shared[-1] == pytest.approx(0.0, abs=1e-6)
    lines = list(bills.lines_of(results.variants["heat_pump"]))
    assert sum(float(line.eur.sum()) for line in lines if line.kind == "shared") == pytest.approx(0.0, abs=1e-6)


def test_operation_of_the_heat_pump(edition):
    """Proves: output per input is the COP, and full-load hours follow from the size.

    Sensitivity: on electric size the hours would be 28 032.
    Hand calculation: COP 3.2 all year; 45 kW of 45 kW for 8760 h.
    """
    table = sizes.operation(edition, "heat_pump")
    row = column(table, "Asset").index("heat_pump")
    assert column(table, "Output per input")[row] == pytest.approx(3.2)
    assert readable(column(table, "What it is")[row]) == "seasonal COP: COP from the scenario file"
    assert column(table, "Full-load hours")[row] == pytest.approx(8760.0)


def test_sizes_have_a_dash_where_a_variant_lacks_the_asset(edition):
    table = sizes.sizes(edition)
    row = [str(name).split("\u00a0")[0] for name in column(table, "Asset")].index("heat_pump")
    assert [table.rows[row][i] for i in (3, 5)] == [None, None]
    assert table.rows[row][4] == pytest.approx(45.0)


def test_emissions_table_adds_up(edition, results):
    for name, result in results.variants.items():
        assert energy.emissions(edition, name).rows[-1][-1] == pytest.approx(result.emissions_kg_per_year / 1e3)


def test_operation_shows_what_panels_leave_unused(edition):
    """Hand calculation: half a kilowatt in 8760 h is 4380 kWh; where no variant leaves any, there is no such column."""
    name, heading = "heat_pump", edition.voice.say("curtailed")
    result = edition.variants[name]
    assert heading not in [each.heading for each in sizes.operation(edition, name).columns]
    unused = result.dispatch["pv.curtailed_kw"] * 0.0 + 0.5
    found = replace(result, dispatch=result.dispatch.assign({"pv.curtailed_kw": unused}))
    results = replace(edition.results, variants={**edition.variants, name: found})
    table = sizes.operation(replace(edition, results=results), name)
    (row,) = (row for row in table.rows if str(row[0]).startswith("pv"))
    assert table.columns[-1].heading == heading
    assert row[-1] == pytest.approx(4380.0)


def test_covenant_tables_have_the_sums_of_the_assessment(edition, results):
    for name, result in results.variants.items():
        secap = result.assessment.secap
        assert covenant.final_energy(edition, name).rows[-1][-1] == pytest.approx(
            secap.final_energy_mwh.to_numpy().sum()
        )
        assert covenant.emissions(edition, name).rows[-1][-1] == pytest.approx(secap.emissions_t.to_numpy().sum())


def test_balance_closes(edition):
    """Proves: what is made and bought equals all uses and what is sold, pumps of the network included."""
    flows = edition.flows["heat_pump"]
    for carrier in ("electricity", "heat"):
        parts = balance(flows, carrier)
        given = sum(power for part, _, power in parts if part in GIVING)
        taken = sum(power for part, _, power in parts if part in TAKING)
        assert given == pytest.approx(taken, abs=1e-6)
    assert uses_kw(flows, 48, "heat") == pytest.approx(np.full(48, 45.0))


def test_inputs_say_who_gave_them(edition):
    rows = {row[0]: row for row in inputs.inputs(edition, "heat_pump").rows}
    assert rows["economics.real_discount_rate"][1:5] == (0.04, "", "scenario file", "hamlet.yaml")
    assert rows["economics.inflation"][3] == "model default"
    assert rows["assets.heat_pump.investment_eur_per_kw"][3] == "catalogue"
    assert rows["assets.heat_pump.investment_eur_per_kw"][4] != ""
    assert rows["assets.heat_pump.capacity_heat_kw.max"][1:3] == (100.0, "kW")


def test_hours_of_clock_changes():
    """Proves: the skipped hour of spring is a gap, the doubled one of autumn a mean, and no day slides.

    Sensitivity: by reshaping, all days after the change would be an hour off.
    Hand calculation: the values are the civil hours; in autumn hour 3 holds 3 twice.
    """
    grid = TimeGrid.year(2025, "Europe/Riga")
    table = by_hour_and_day(grid, grid.local.hour.to_numpy().astype(float))
    assert table.shape == (24, 365)
    assert np.isnan(table).sum() == 1
    assert np.isnan(table[3, 88])  # 30 March 2025
    expected = np.broadcast_to(np.arange(24.0)[:, None], (24, 365))
    assert np.nanmax(np.abs(table - expected)) == 0.0


def test_stacked_tables_keep_columns_and_totals_apart():
    """Proves: a column that one table lacks is blank there, and its sum stays at the end."""
    name, left, right, total = text_column("name"), Column("left"), Column("right"), Column("sum")
    one = with_total(Table("t", "", (name, left, total), (("a", 1.0, 1.0),)), "all")
    other = Table("t", "", (name, right, total), (("b", 2.0, 2.0),))
    both = stacked([("x", one), ("y", other)], "of")
    assert [c.heading for c in both.columns] == ["of", "name", "left", "right", "sum"]
    assert both.rows == (("x", "a", 1.0, "", 1.0), ("x", "all", 1.0, "", 1.0), ("y", "b", "", 2.0, 2.0))
    assert both.totals == {1}


def test_rows_must_fit_their_columns():
    with pytest.raises(ValueError, match="2 columns"):
        Table("t", "", (text_column("a"), Column("b")), (("x",),))


@pytest.mark.parametrize(
    ("value", "shown_as", "language", "wanted"),
    [
        (1234567.8, Column("c"), "en", "1 234 568"),
        (1234.56, Column("c", digits=1), "lv", "1 234,6"),
        (-0.04, Column("c", digits=1), "en", "0.0"),
        (-12.0, Column("c", signed=True), "en", "-12"),
        (0.284, Column("c", kind="percent", signed=True), "en", "+28"),
        (None, Column("c"), "en", "–"),
        ("not distinguishable", Column("c"), "en", "not distinguishable"),
        (0.012345, Column("c", kind="plain"), "lv", "0,0123"),
        (0.0, Column("c", kind="plain"), "en", "0"),
    ],
)
def test_cells_as_people_read_them(value, shown_as, language, wanted):
    assert readable(shown(value, shown_as, Voice(language))) == wanted


@pytest.mark.parametrize("language", ["en", "lv"])
def test_every_kind_carrier_and_sector_has_a_name(language):
    voice = Voice(language)
    for kind in get_args(CostKind):
        assert voice.say(f"kind_{kind}")
    for carrier in {*COLUMNS, *get_args(Carrier)}:
        assert voice.carrier(carrier)
    for sector in SECTORS:
        assert voice.say(f"sector_{sector}")


def test_certificate_stands_beside_the_run(results):
    """Hand calculation: a unit that is always 3.0 on the bench and meets the load has a seasonal COP of 3.0.

    The run's heat pump has a COP of 3.2.
    """
    pump = results.variants["heat_pump"].scenario.assets["heat_pump"]
    points = [
        {"outdoor_c": c, "heat_kw": 10.0 * (16 - c) / 26, "cop": 3.0, "degradation_factor": 1.0} for c in (-10, 12)
    ]
    unit = {"application_c": 55, "design_heat_kw": 10.0, "bivalent_c": -10.0, "points": points, "seasonal_cop": 3.1}
    certified = pump.model_copy(update={"certified": CertifiedUnit.model_validate(unit)})
    edition = Edition(with_scenarios(results, assets={"heat_pump": certified}), Voice("en"))
    table = certificates.certificates(edition, "heat_pump")
    assert column(table, "SCOP stated") == [3.1]
    assert column(table, "SCOP by EN 14825") == [pytest.approx(3.0)]
    assert column(table, "COP of this run") == [pytest.approx(3.2)]
    assert not certificates.certificates(Edition(results, Voice("en")), "heat_pump").rows


def test_primary_energy_of_the_baseline_stands_in_the_report_as_unconfirmed(edition):
    """Proves: rows of weighted energy, in kWh, with the mark of factors that nobody has confirmed.

    Sensitivity: without the mark 'Renewable primary energy' would be taken for a found figure.
    Hand calculation: 75 kW of firewood and 10 kW of electricity over 8760 h: (75 x 1.0 + 10 x 0.2) x 8760 = 674,520 and
    (75 x 0.2 + 10 x 2.3) x 8760 = 332,880 kWh.
    """
    table = energy.indicators(edition)
    rows = {readable(row[0]): row[1:3] for row in table.rows}
    assert rows["Renewable primary energy (EN ISO 52000-1) †"] == ("kWh", pytest.approx(674_520.0))
    assert rows["Non-renewable primary energy (EN ISO 52000-1) †"] == ("kWh", pytest.approx(332_880.0))


def test_sizes_say_how_precise_they_are(edition, results):
    """Proves: sizes are shown to three digits, and the note tells what each variant with chosen sizes leaves open.

    Sensitivity: a decimal of 1 234.5 kW; the baseline, whose sizes are given, is not among them.
    Hand calculation: 850 - 810 = 40 EUR a year are open.
    """
    table = sizes.sizes(edition)
    assert readable(shown(1234.5, table.columns[4], edition.voice)) == "1 230"
    assert readable(shown(45.04, table.columns[4], edition.voice)) == "45"
    open_ones = with_costs(results, {"heat_pump": 810.0}, heat_pump=850.0)
    note = readable(sizes.sizes(Edition(open_ones, edition.voice)).note)
    assert "Heat pump and sun: 40 EUR a year" in note
    assert "Old boiler" not in note


def test_large_euros_of_the_indicators_have_no_decimals(latvian):
    column_of_values = energy.indicators(latvian).columns[2]
    assert readable(shown(1_015_275.5, column_of_values, latvian.voice)) == "1 015 276"
    assert shown(28.44, column_of_values, latvian.voice) == "28,4"


def test_renewable_share_is_defined_below_the_indicators(edition, latvian):
    assert "ambient heat that heat pumps take up is left out" in energy.indicators(edition).note
    assert "nav ieskaitīts; tas ir ieskaitīts atjaunojamajā primārajā enerģijā" in energy.indicators(latvian).note


def test_rate_of_return_that_is_not_unique_is_explained(latvian, monkeypatch):
    """Proves: the reason stands below the table, by variant, with the rates as Latvian writes them.

    Hand calculation: -100 + 230 / (1 + r) - 132 / (1 + r)^2 is zero at 10 % and 20 %.
    """
    worth = replace(
        latvian.results.profitability("heat_pump"), rate_of_return=internal_rate_of_return([-100.0, 230.0, -132.0])
    )
    monkeypatch.setattr(type(latvian.results), "profitability", lambda *_: worth)
    table = overview.worth_table(latvian)
    assert table.rows[1][3] == "nav viennozīmīga"
    assert (
        "Siltumsūknis un saule: nav vienas iekšējās peļņas normas: der vairākas likmes (10,0 %, 20,0 %)" in table.note
    )
    assert "Vecais katls:" not in table.note


@pytest.mark.parametrize(
    ("update", "basis"),
    [
        ({}, "modelēts, turpgaita 65 °C, praktiskā darba koeficients 0,85"),
        ({"flow_c": 45.0, "field_factor": 0.9}, "modelēts, turpgaita 45 °C, praktiskā darba koeficients 0,9"),
        ({"quality_grade": 0.4}, "modelēts, turpgaita 65 °C, 0,4 no Karno COP"),
    ],
)
def test_seasonal_cop_tells_what_it_was_reckoned_with(latvian, update, basis):
    """Proves: the flow is that of the heat pump, else of the network it feeds (65 °C), and the field factor its own."""
    pump = latvian.variants["heat_pump"].scenario.assets["heat_pump"].model_copy(update={"cop": None, **update})
    assert readable(cop_basis(latvian, "heat_pump", pump)) == basis


def test_warnings_name_their_variants_on_the_terminal(results, capsys):
    """Proves: a warning of one variant names it, one of all of them, or of the run, none."""
    of_all, of_run = Fault("prices_synthetic"), Fault("variants_not_computed", {"names": "tank"})
    of_one = Fault("sharing_key_costs", {"eur": 5.0, "unit": "EUR"})
    variants = {
        name: replace(result, warnings=(of_all, of_one) if name == "heat_pump" else (of_all,))
        for name, result in results.variants.items()
    }
    Narrator("en").outcome(replace(results, variants=variants, warnings=(of_run,)))
    beginnings = [line.split(":")[0] for line in capsys.readouterr().err.splitlines() if line.startswith("Warning")]
    assert beginnings == ["Warning", "Warning", "Warning (Heat pump and sun)"]
