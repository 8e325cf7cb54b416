"""Blocks, ratchets and credit accounts of the check sheet follow from quantities and prices, by LibreOffice."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from energycommunity.pipeline import run

BILLED = Path(__file__).parent / "billed.yaml"
pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


@pytest.fixture
def folder(tmp_path):
    """The scenario with its series: 3 kW in winter, 9 kW in December, 1 kW else; 3 kW of sun from May to August.

    On 1 June 23 kW are used.
    """
    days = [date(2025, 1, 1) + timedelta(days=day) for day in range(365)]
    use = {1: 3, 2: 3, 11: 3, 12: 9}
    rows = [(23 if day == date(2025, 6, 1) else use.get(day.month, 1), 1 if 5 <= day.month <= 8 else 0) for day in days]
    lines = "\n".join(f"{use_kw},{sun}" for use_kw, sun in rows)
    (tmp_path / "billed.csv").write_text(f"use_kw,sun\n{lines}\n", encoding="utf-8")
    (tmp_path / "billed.yaml").write_text(BILLED.read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


def recomputed(folder, sets=(), changes=None):
    """Rows of the check sheet as LibreOffice computes them, after changes of inputs: cells by what a row says."""
    report = run(folder / "billed.yaml", sets, folder / "runs").folder / "report.xlsx"
    book = openpyxl.load_workbook(report)
    for row in book["Inputs"].iter_rows(min_row=2):
        if changes and row[1].value in changes:
            row[2].value = changes[row[1].value]
    book.save(folder / "changed.xlsx")
    settings = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", settings, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", "again"]
    subprocess.run([*command, "changed.xlsx"], check=True, capture_output=True, timeout=180, cwd=folder)
    rows = openpyxl.load_workbook(folder / "again" / "changed.xlsx", data_only=True)["Check"].iter_rows()
    return {row[1].value: dict(zip("ABCDEFGHI", (cell.value for cell in row), strict=True)) for row in rows}


def test_blocks_ratchet_and_account_in_euros(folder):
    """Proves: the bill of December follows from what was used before, the peak of June and the account month by month.

    Sensitivity: a billed power of 9 kW without the ratchet; no surcharge if blocks began anew each month; 0 EUR from
    the account if it did not keep what summer earned.
    Hand calculation: bought before December 59 x 72 + 61 x 24 + 20 x 24 (1 June) + 61 x 24 + 30 x 72 = 9816 kWh, in
    December 31 x 216 = 6696: 6512 above 10,000 at 0.02 = 130.24, 5512 above 11,000 at 0.03 = 165.36. Power 0.8 x 20 kW
    = 16 x 3 EUR = 48.00. Credit 122 days x 48 kWh x 0.30 less 1 June = 1756.80; used 48 + 72 + 74.40 + 216 until
    November, 1346.40 are left, of which December uses 669.60 + 130.24 + 165.36 = 965.20. The 381.20 left pay in January
    (223.20) and February. To pay: (965.20 + 48 + 267.84) x 1.21 - 965.20 = 584.86. Days of 24 h make the year an hour
    shorter here and there, which moves limits by less than a hundredth.
    """
    rows = recomputed(folder)
    assert rows["Figures of the report that differ"]["D"] == 0
    expected = {
        "home: Purchased energy: used before 2025-12 in the year": 9816.0,
        "home: Purchased energy: surcharge above limit 1": 130.24,
        "home: Purchased energy: surcharge above limit 2": 165.36,
        "home: Network: highest power of 2025-06": 20.0,
        "home: Network: power that is billed": 16.0,
        "home, 2025-11: left at the end": 1346.40,
        "home, 2025-12: used": 965.20,
        "home, 2025-12: left at the end": 381.20,
        "home, 2025-01: used": 223.20,
        "To pay": 584.86,
    }
    assert {what: rows[what]["E"] for what in expected} == pytest.approx(expected, abs=0.01)
    assert rows["The year ends with what it began with"]["I"] == "agrees"


def test_a_changed_price_of_a_block_changes_what_follows(folder):
    """Proves: surcharges are the differences of the prices of the inputs, limits are the inputs.

    Hand calculation: 6512 kWh x (0.14 - 0.10) = 260.48; above 12,000 kWh 4512 x (0.15 - 0.14) = 45.12.
    """
    changes = {"tariffs.grid.blocks.1.price_eur_per_kwh": 0.14, "tariffs.grid.blocks.1.up_to_kwh": 12000}
    rows = recomputed(folder, changes=changes)
    assert rows["home: Purchased energy: surcharge above limit 1"]["E"] == pytest.approx(260.48, abs=0.01)
    assert rows["home: Purchased energy: surcharge above limit 2"]["E"] == pytest.approx(45.12, abs=0.01)
    assert rows["To pay"]["I"] == "differs"


def test_a_changed_demand_rate_and_ratchet_change_the_bill(folder):
    """Proves: the rate on power and the share of a ratchet are the inputs.

    Sensitivity: 48.00 EUR if they were numbers of their own.
    Hand calculation: 0.5 x 20 kW of June = 10 kW, above December's 9, x 4 EUR = 40.00.
    """
    demand = "tariffs.grid.demand_charges.0"
    rows = recomputed(folder, changes={f"{demand}.price_eur_per_kw_month": 4, f"{demand}.ratchet_share": 0.5})
    assert rows["home: Network: power that is billed"]["E"] == pytest.approx(10.0)
    assert rows["home: Network, by the highest power"]["E"] == pytest.approx(40.0)


def test_changed_fixed_charges_change_the_bill(folder):
    """Proves: standing charges follow from price, main fuse and connections of the inputs.

    Sensitivity: 2 x 5 = 10.00 and 2 x 26 = 52.00 EUR if they were numbers of their own.
    Hand calculation: two connections at 7 EUR: 14.00; 2 x (0.5 EUR/A x 25 A + 6 EUR) = 37.00.
    """
    network = "{energy_eur_per_kwh: 0.04, capacity_eur_per_a_month: 1, standing_charge_eur_per_month: 6}"
    sets = (
        "tariffs.grid.standing_charge_eur_per_month=5",
        f"tariffs.grid.network={network}",
        "meters.home.fuse_a=20",
        "meters.home.count=2",
    )
    grid = "tariffs.grid"
    changes = {f"{grid}.standing_charge_eur_per_month": 7, f"{grid}.network.capacity_eur_per_a_month": 0.5}
    rows = recomputed(folder, sets, changes | {"meters.home.fuse_a": 25})
    assert rows["home: Purchased energy, whatever flows"]["E"] == pytest.approx(14.0)
    assert rows["home: Network, whatever flows"]["E"] == pytest.approx(37.0)


def test_a_changed_period_of_a_schedule_changes_the_bill(folder):
    """Proves: the rate on power of a period is that of the inputs.

    Hand calculation: weekends have no price, so the second period is the first charge: December's 9 kW x 5 EUR = 45.00.
    """
    hours = {name: [[period] * 24] * 12 for name, period in (("workdays", 1), ("weekends", 0))}
    schedule = {**hours, "prices_eur_per_kw_month": [0, 2]}
    sets = ("tariffs.grid.demand_charges=[]", f"tariffs.grid.demand_schedule={json.dumps(schedule)}")
    path = "tariffs.grid.demand_schedule.prices_eur_per_kw_month.1"
    rows = recomputed(folder, sets, {path: 5})
    assert rows["home: Network, by the highest power"]["E"] == pytest.approx(45.0)


def test_a_changed_credit_moves_what_the_year_begins_with(folder):
    """Proves: what January finds on the account follows from the year before it, and so from the price of a sale.

    Sensitivity: 140.62 EUR if the 830.40 EUR that the account holds at 0.25 were a number of its own.
    Hand calculation: 122 days x 48 kWh x 0.15 = 878.40 of credit; June uses 48, September 72, October 74.40, November
    216, December 223.20: 244.80 are left for January, whose 31 x 216 kWh cost 669.60: 669.60 x 1.21 - 244.80 = 565.42.
    """
    days = [date(2025, 1, 1) + timedelta(days=day) for day in range(365)]
    use = {1: 9, 2: 3, 11: 3, 12: 3}
    rows = [(23 if day == date(2025, 6, 1) else use.get(day.month, 1), 1 if 5 <= day.month <= 8 else 0) for day in days]
    lines = "\n".join(f"{use_kw},{sun}" for use_kw, sun in rows)
    (folder / "billed.csv").write_text(f"use_kw,sun\n{lines}\n", encoding="utf-8")
    fixed = "{type: fixed, price_eur_per_kwh: 0.10, levies_eur_per_kwh: 0}"
    sets = (f"tariffs.grid={fixed}", "tariffs.sale.price_eur_per_kwh=0.25")
    found = recomputed(folder, sets)
    assert found["Figures of the report that differ"]["D"] == 0
    assert found["home, 2025-12 (year −1): left at the end"]["E"] == pytest.approx(830.40, abs=0.01)
    assert found["To pay"]["E"] == pytest.approx(140.62, abs=0.01)
    found = recomputed(folder, sets, {"tariffs.sale.price_eur_per_kwh": 0.15})
    assert found["To pay"]["E"] == pytest.approx(565.42, abs=0.01)


def test_an_account_that_grows_begins_with_a_number(folder):
    """Proves: what an account holds that never comes to rest is a number of its own, and the bill agrees with it."""
    rows = recomputed(folder, ("tariffs.sale.price_eur_per_kwh=0.6",))
    assert rows["Figures of the report that differ"]["D"] == 0
    assert rows["home: on the account when the year begins"]["D"] > 0.0


def test_the_peak_of_the_year_is_billed_in_each_month(folder):
    """Hand calculation: 20 kW of June x 3 EUR = 60.00 EUR in December too; 27.00 by December's own 9 kW."""
    rows = recomputed(folder, ("tariffs.grid.demand_charges=[{price_eur_per_kw_month: 3, peak_of: year}]",))
    assert rows["Figures of the report that differ"]["D"] == 0
    assert rows["home: Network, by the highest power"]["E"] == pytest.approx(60.0, abs=0.01)


def test_an_account_in_kilowatt_hours(folder):
    """Proves: a kWh taken back saves the mean price of the month's purchase, with the network's fee and VAT.

    Sensitivity: 284.13 EUR without the network's fee; more than 1752 kWh if March did not empty the account.
    Hand calculation: credited 122 days x 48 kWh less 1 June = 5808 + 48; taken back 480 + 720 + 744 + 2160: 1752 kWh
    are left for December, whose 6696 kWh cost 669.60 + 5696 x 0.04 + 6696 x 0.04 = 1165.28: 0.174026 a kWh. 1752 x
    0.174026 x 1.21 = 368.92 EUR.
    """
    blocks = "[{price_eur_per_kwh: 0.10, up_to_kwh: 1000}, {price_eur_per_kwh: 0.14}]"
    sets = (
        "tariffs.grid.period=month",
        f"tariffs.grid.blocks={blocks}",
        "tariffs.sale={type: net_metering, credit_value_eur_per_kwh: 0.15, offsets_network: true}",
    )
    rows = recomputed(folder, sets)
    assert rows["Figures of the report that differ"]["D"] == 0
    assert rows["home, 2025-12: used"]["E"] == pytest.approx(1752.0)
    assert rows["home, 2025-12: mean price of a kWh that is bought"]["E"] == pytest.approx(0.174026, abs=1e-5)
    assert rows["home: Credit that waits, expires or is used later"]["E"] == pytest.approx(-368.92, abs=0.01)


def test_credit_that_expires_oldest_first(folder):
    """Proves: credits are used oldest first, expire by their age, and are paid out in part.

    Sensitivity: nothing would expire if the newest were used first.
    Hand calculation: of May's 446.40 are used 48 in June, 72 in September, 74.40 in October, 216 in November; the 36.00
    left expire in December, the seventh month after, and half is paid out: 18.00. December uses 417.60 of June, 446.40
    of July and 101.20 of August, whose other 345.20 the next year begins with: 965.20 + 18.00.
    """
    sale = "{type: net_billing, price_eur_per_kwh: 0.30, expires_after_months: 6, payout_fraction: 0.5}"
    rows = recomputed(folder, (f"tariffs.sale={sale}",))
    assert rows["Figures of the report that differ"]["D"] == 0
    assert rows["home, 2025-12 (year −1): left at the end"]["E"] == pytest.approx(345.2, abs=0.01)
    assert rows["home, 2025-12: expired at the beginning"]["E"] == pytest.approx(36.0, abs=0.01)
    assert rows["home: Credit that waits, expires or is used later"]["E"] == pytest.approx(-983.2, abs=0.01)


def test_an_account_that_pays_for_another_meter(folder):
    """Proves: the account pays for the energy of all meters of the member.

    Hand calculation: a barn of 1 kW uses 744 kWh in December, 74.40 EUR beside the 965.20 of the house.
    """
    sets = (
        "tariffs.sale.other_meters=true",
        "meters.barn={member: house, import: grid, import_limit_kw: 100}",
        "assets.barn_use={type: load, owner: house, meter: barn, power_kw: 1}",
    )
    rows = recomputed(folder, sets)
    assert rows["Figures of the report that differ"]["D"] == 0
    assert rows["home, 2025-12: most that the account pays"]["E"] == pytest.approx(1039.60, abs=0.01)


@pytest.mark.parametrize(
    ("powers_kw", "billed_kw"), [((8, 12, 4, 4, 8, 4, 1, 1, 1, 1), 10.0), ((1, 1, 4, 8, 12, 4, 1, 1, 1, 1), 7.0)]
)
def test_the_mean_of_an_hour_is_billed(folder, powers_kw, billed_kw):
    """Proves: quarter hours from 22:30 on are billed by the mean of each hour of the clock, also of the half one.

    Sensitivity: 12 kW by the quarter hour; 7 and 6.25 kW if hours were counted from 22:30.
    Hand calculation: (8 + 12) / 2 = 10 above (4 + 4 + 8 + 4) / 4 = 5; (4 + 8 + 12 + 4) / 4 = 7 above 1. January pays
    6/4 of an hour: 3 EUR x kW x 1.5 / 744.
    """
    (folder / "billed.csv").write_text("use_kw,sun\n" + "".join(f"{kw},0\n" for kw in powers_kw), encoding="utf-8")
    sets = (
        "time={start: '2025-01-31 22:30', steps: 10, step_h: 0.25, annual: false}",
        "tariffs.grid.demand_charges=[{price_eur_per_kw_month: 3, interval_minutes: 60}]",
    )
    rows = recomputed(folder, sets)
    assert rows["Figures of the report that differ"]["D"] == 0
    assert rows["home: Network, by the highest power"]["E"] == pytest.approx(3.0 * billed_kw * 1.5 / 744.0)
