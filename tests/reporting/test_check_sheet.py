"""The check sheet: its formulas, computed by another program, agree with the report and follow a changed cell."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from energycommunity.pipeline import run

AUDITED = Path(__file__).parent / "audited.yaml"


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> Path:
    """The workbook of the audited run."""
    return run(AUDITED, (), tmp_path_factory.mktemp("runs")).folder / "report.xlsx"


def computed(report, tmp_path, changes=()):
    """The check sheet as a spreadsheet program computes it after changes: rows by what they recompute."""
    book = openpyxl.load_workbook(report)
    for sheet, address, value in changes:
        assert book[sheet][address].value not in (None, value)
        book[sheet][address] = value
    changed = tmp_path / "changed.xlsx"
    book.save(changed)
    found = evaluated(changed)
    names = [row[0].value for row in book["Check"]["B1:B200"]]
    rows = {}
    for number, name in enumerate(names, 1):
        if name is not None:
            values = {column: found.get(("CHECK", f"{column}{number}")) for column in "DEFHI"}
            rows[name] = {"row": number, **values}
    return rows


def evaluated(path):
    """Values of all cells with formulas, by sheet (in capitals) and address, from a package that computes workbooks."""
    import formulas

    solution = formulas.ExcelModel().loads(str(path)).finish().calculate()
    values = {}
    for name, cells in solution.items():
        sheet, _, address = str(name).rpartition("!")
        if ":" not in address and hasattr(cells, "value"):
            values[sheet.rpartition("]")[2].strip("'"), address] = cells.value[0, 0]
    return values


def cell_of(report, sheet, words, column):
    """The address of the cell of a column in the row that holds these words."""
    rows = openpyxl.load_workbook(report)[sheet].iter_rows(values_only=True)
    number = next(number for number, row in enumerate(rows, 1) if words in row)
    return f"{column}{number}"


def test_every_figure_is_recomputed_to_the_same(report, tmp_path):
    """Proves: another program's values of all formulas agree with the cells that were written, and with the report."""
    rows = computed(report, tmp_path)
    assert rows["Figures of the report that differ"]["D"] == 0
    verdicts = [row["I"] for row in rows.values() if row["I"] is not None]
    assert verdicts.count("agrees") == len(verdicts) - 1 == 13
    written = openpyxl.load_workbook(report, data_only=True)["Check"]
    for row in rows.values():
        value = written[f"E{row['row']}"].value
        assert value is None or row["E"] == value or row["E"] == pytest.approx(value, rel=1e-12, abs=1e-9)


def test_the_bill_is_what_an_accountant_gets(report, tmp_path):
    """Proves: each line of January's bill of the municipality, its VAT and the payment for the old boiler.

    Sensitivity: a demand charge over all hours would be the same here; the annuity without the 5 years to go 1177.31.
    Hand calculation: the boiler gives 45 kW: 75 kW of fuel x 24 h x 182.5 x 0.045 = 14,782.50 EUR; VAT 21 % 3,104.33.
    Of the school's 6 + 0.8 + 0.45 = 7.25 kW the shop's panels share 8 kW at most, so all of it: 7.25 x 24 x 182.5 =
    31,755 kWh at 0.07 = 2,222.85; network 0.04 = 1,270.20. 80 kW x 200 EUR = 16,000 EUR; capital recovery over 20 years
    at 4 % 0.0735818; x 1.04^-5 x 11.118387 / 13.590326 = 791.65 EUR/a.
    """
    rows = computed(report, tmp_path)
    assert rows["old_boiler: Fuel"]["E"] == pytest.approx(14_782.50)
    assert rows["old_boiler: VAT not deductible"]["E"] == pytest.approx(3_104.325)
    assert rows["school: Shared between members"]["E"] == pytest.approx(2_222.85)
    assert rows["Money for building"]["E"] == pytest.approx(16_000.0)
    assert rows["Investment (annuity)"]["E"] == pytest.approx(791.65, abs=0.01)


def test_a_changed_input_changes_what_follows_from_it(report, tmp_path):
    """Proves: at twice the price per kW and no interest the payment is 32,000 / 20 x 15 / 20, and the sheet says so.

    Sensitivity: 791.65 if the formula did not look at the inputs.
    Hand calculation: without interest 1,600 EUR a year, in 15 of 20 years: 1,200.
    """
    price = cell_of(report, "Inputs", "assets.old_boiler.investment_eur_per_kw", "C")
    rate = cell_of(report, "Inputs", "economics.real_discount_rate", "C")
    rows = computed(report, tmp_path, (("Inputs", price, 400), ("Inputs", rate, 0)))
    assert rows["Investment (annuity)"]["E"] == pytest.approx(1_200.0)
    assert rows["Investment (annuity)"]["I"] == "differs"
    assert rows["Figures of the report that differ"]["D"] == 1


def test_a_changed_price_of_the_inputs_changes_the_bill(report, tmp_path):
    """Proves: flat rates of the bill are the cells of the inputs: price of fuel, internal price, network fee.

    Sensitivity: 14,782.50 and 2,222.85 EUR if the rates were numbers of their own.
    Hand calculation: 75 kW x 24 h x 182.5 = 328,500 kWh x 0.09 = 29,565 EUR; 31,755 kWh x 0.10 = 3,175.50 EUR.
    """
    changes = {
        "tariffs.firewood.price_eur_per_kwh": 0.09,
        "community.internal_price_eur_per_kwh": 0.1,
    }
    cells = [("Inputs", cell_of(report, "Inputs", path, "C"), value) for path, value in changes.items()]
    rows = computed(report, tmp_path, cells)
    assert rows["old_boiler: Fuel"]["E"] == pytest.approx(29_565.0)
    assert rows["school: Shared between members"]["E"] == pytest.approx(3_175.5)
    fee = cell_of(report, "Inputs", "tariffs.grid.network.energy_eur_per_kwh", "$C$")
    check = openpyxl.load_workbook(report)["Check"]
    assert f"='Inputs'!{fee}" in {row[3].value for row in check.iter_rows() if row[1].value == "school: Network"}


def test_heat_of_the_sun_is_recomputed_too(tmp_path):
    """Proves: under the life cycle the sheet finds the emissions of collectors by their heat.

    Sensitivity: a difference if no flow were found for what is neither bought nor burnt.
    Hand calculation: 50 m2 x 0.2 kW/m2 = 10 kW x 48 h x 182.5 = 87,600 kWh x 0.040 = 3.504 t.
    """
    sun = "{type: solar_thermal, at: boiler_house, owner: municipality, capacity_m2: 50, production_kw_per_m2: 0.2}"
    sets = (f"assets.sun={sun}", "emissions={set: lca, electricity: latvia_consumption_lca}")
    rows = computed(run(AUDITED, sets, tmp_path / "runs").folder / "report.xlsx", tmp_path)
    assert rows["Solar thermal, captured here"]["E"] == pytest.approx(3.504)
    assert rows["Figures of the report that differ"]["D"] == 0


@pytest.mark.parametrize(
    ("sets", "money_eur", "annuity_eur"),
    [
        (
            "assets.lamps={type: demand_reduction, owner: municipality, reduces: school.electricity, extent: 0.4,"
            " saved_fraction: 0.5, investment_eur: 100000, lifetime_years: 20}",
            40_000.0,
            2_943.27,
        ),
        ("assets.old_boiler.existing={remaining_years: 30}", 12_000.0, 693.96),
        ("assets.pv.annuity_eur_per_kwp_year=30", 12_000.0, 2_493.96),
    ],
    ids=["measure_in_part", "stands_longer_than_the_horizon", "price_a_year_beside"],
)
def test_the_annuity_is_recomputed_of_every_kind_of_plant(tmp_path, sets, money_eur, annuity_eur):
    """Proves: the sheet counts the bought part of a measure, nothing after the horizon, and a yearly price.

    Sensitivity: 100,000 EUR and 7,358.18 for the whole measure; no report at all of a boiler that stands for longer
    than is looked at; 693.96 without the price a year.
    Hand calculation: 40 % of 100,000 EUR; capital recovery 4 %, 20 years 0.0735818: 2,943.27. Panels 60 x 200 EUR =
    12,000, 30 years 0.0578301: 693.96, and 60 x 30 = 1,800 more. The boiler has 791.65, or nothing in the horizon.
    """
    rows = computed(run(AUDITED, (sets,), tmp_path / "runs").folder / "report.xlsx", tmp_path)
    assert rows["Money for building"]["E"] == pytest.approx(money_eur)
    assert rows["Investment (annuity)"]["E"] == pytest.approx(annuity_eur, abs=0.01)
    assert rows["Figures of the report that differ"]["D"] == 0


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_computes_the_same(report, tmp_path):
    """Proves: the workbook needs no repair, and LibreOffice comes to no difference."""
    settings = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", settings, "--headless", "--convert-to", "ods", "--outdir", str(tmp_path), str(report)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    back = [
        *command[:4],
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(tmp_path / "again"),
        str(tmp_path / "report.ods"),
    ]
    subprocess.run(back, check=True, capture_output=True, timeout=180)
    sheet = openpyxl.load_workbook(tmp_path / "again" / "report.xlsx", data_only=True)["Check"]
    assert sheet["D2"].value == 0
    assert {cell.value for cell in sheet["I"][1:]} <= {None, "agrees"}


def test_district_heat_is_recomputed(tmp_path):
    """Proves: emissions and every line of the bill of heat from outside follow from the rates and the steps.

    Hand calculation: 45 kW / 0.9 = 50 kW bought x 24 h x 182.5 x 0.08 = 17,520 EUR. A day is 1/31 of January and 1/28
    of February, of the year's 12 months February has 12 x 31/59: (10 + 2 x 80 kW) x 6.305085 = 1,071.86 EUR. The
    municipality pays 21 % of VAT on both, for only households have the lower rate. At 3 EUR per kW 10 + 3 x 80 = 250.
    """
    boiler, rest = AUDITED.read_text(encoding="utf-8").split("  old_boiler:\n")
    firewood = "firewood: {type: fuel, carrier: firewood, price_eur_per_kwh: 0.045}"
    city = (
        "{type: heat, price_eur_per_kwh: 0.08, standing_charge_eur_per_month: 10, capacity_charge_eur_per_kw_month: 2}"
    )
    assert firewood in boiler
    substation = (
        "  city:\n    {type: district_heat, at: boiler_house, owner: municipality, import: city, efficiency: 0.9,\n"
        "     capacity_heat_kw: 80, existing: {remaining_years: 5}}\n"
    )
    text = boiler.replace(firewood, f"city: {city}") + substation + rest[rest.index("  pv:\n") :]
    (tmp_path / "city.yaml").write_text(text, encoding="utf-8")
    workbook = run(tmp_path / "city.yaml", (), tmp_path / "runs").folder / "report.xlsx"
    rows = computed(workbook, tmp_path)
    assert rows["Figures of the report that differ"]["D"] == 0
    assert rows["city: VAT not deductible"]["E"] == pytest.approx(0.21 * (17_520.0 + 170.0 * 12.0 * 31.0 / 59.0))
    per_kw = cell_of(workbook, "Inputs", "tariffs.city.capacity_charge_eur_per_kw_month", "C")
    rows = computed(workbook, tmp_path, (("Inputs", per_kw, 3),))
    assert rows["city: VAT not deductible"]["E"] == pytest.approx(0.21 * (17_520.0 + 250.0 * 12.0 * 31.0 / 59.0))


def test_a_reduced_network_fee_on_shared_energy_is_recomputed(tmp_path):
    """Proves: shared energy counts in part for the network's fee.

    Sensitivity: 1,270.20 EUR without the reduction.
    Hand calculation: all of the school's 31,755 kWh are shared: 31,755 x 0.04 x (1 - 0.5) = 635.10 EUR.
    """
    sets = ("community.network_fee_reduction_fraction=0.5",)
    rows = computed(run(AUDITED, sets, tmp_path / "runs").folder / "report.xlsx", tmp_path)
    assert rows["Figures of the report that differ"]["D"] == 0
    assert rows["school: Network"]["E"] == pytest.approx(635.10)
