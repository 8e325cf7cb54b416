"""What `ecsim settle` writes: everything adds up, a member's sheet shows only his own, codes hide every name."""

from __future__ import annotations

import csv
import re
from decimal import Decimal

import pandas as pd
import pytest
from openpyxl import load_workbook

from energycommunity.reporting.voice import MINUS
from tests.cli.command_line import call
from tests.settlement.test_bad_meter_files import RULES, meters

NAMES = ("anna", "sun")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a meter file and rules."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "meters.csv").write_text(meters(), encoding="utf-8")
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    return tmp_path


def settled(folder, *words):
    """The folder of invoices that came of the command."""
    outcome = call(folder, "settle", "meters.csv", "--rules", "rules.yaml", "--out", "out", *words)
    assert outcome.exit_code == 0, outcome.told
    return next(path for path in (folder / "out" / "ciems").iterdir() if path.is_dir())


def rows(path):
    """A CSV file as rows by heading."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_files_are_those_that_are_promised(folder):
    written = settled(folder)
    files = {path.relative_to(written).as_posix() for path in written.rglob("*")}
    assert files == {
        *("account.csv", "by_month.csv", "invoices.csv", "invoices.xlsx", "keys.csv"),
        *("members", "members/anna.html", "members/sun.html"),
    }


def test_prices_without_their_unit_are_told_at_their_line(folder):
    slips = RULES.replace("kwh: 0.10", "kwh: 14").replace("kwh: 0.08", "kwh: 8")
    (folder / "rules.yaml").write_text(slips, encoding="utf-8")
    outcome = call(folder, "settle", "meters.csv", "--rules", "rules.yaml", "--out", "out")
    assert outcome.exit_code == 0
    assert "rules.yaml:5: tariffs.buy.price_eur_per_kwh: 14 EUR/kWh is given; usual is" in outcome.told
    assert "rules.yaml:11: community.internal_price_eur_per_kwh: 8 EUR/kWh is given; usual is" in outcome.told
    assert outcome.told.count("usual is") == 2


def test_a_day_shared_as_one_by_hand(folder):
    """Proves: the period of the rules reaches the invoices, and every member's sheet tells it.

    Sensitivity: 0.12 of Anna's if sharing went by the hour.
    Hand calculation: 2 kWh are given, 36 + 4.8 = 40.8 drawn: 2 x 36 / 40.8 = 1.7647 for Anna, 0.2353 for the sun.
    At 0.08: 0.1412 -> 0.14 and 0.0188 -> 0.02, together 0.16. Anna buys 34.2353: 3.42; the sun 4.5647: 0.46.
    """
    (folder / "rules.yaml").write_text(
        RULES.replace("community: {", "community: {sharing_period: day, "), encoding="utf-8"
    )
    written = settled(folder)
    lines = {(row["Member"], row["Kind of cost"]): row["Without VAT, EUR"] for row in rows(written / "invoices.csv")}
    assert sorted(lines.values()) == sorted(["3.42", "0.14", "0.46", "0.02", "-0.16"])
    for name in NAMES:
        sheet = (written / "members" / f"{name}.html").read_text(encoding="utf-8")
        assert "on the same day counts as shared" in sheet


def test_a_day_by_hand(folder):
    """Proves: the files tell what was reckoned.

    Sensitivity: 3.60 bought by Anna if nothing were shared.
    Hand calculation: Anna draws 24 x 1.5 = 36 kWh, the sun 24 x 0.2 = 4.8. At noon 2 kWh are given and 1.7 drawn, so
    1.7 is shared: 1.5 and 0.2; 0.3 is sold for 0.012 -> 0.01. Anna buys 34.5: 3.45, the sun 4.6: 0.46. Shared:
    0.12 and 0.016 -> 0.02, together 0.136 -> 0.14. VAT 21 %: 0.7245 -> 0.72, 0.0966 -> 0.10, 0.0252 -> 0.03,
    0.0042 -> 0.
    """
    lines = {(row["Member"], row["Kind of cost"]): row for row in rows(settled(folder) / "invoices.csv")}
    found = {place: (row["Without VAT, EUR"], row["VAT, EUR"]) for place, row in lines.items()}
    assert found == {
        ("anna", "Electricity from the trader"): ("3.45", "0.72"),
        ("anna", "Electricity from members"): ("0.12", "0.03"),
        ("sun", "Electricity from the trader"): ("0.46", "0.10"),
        ("sun", "Electricity from members"): ("0.02", "0.00"),
        ("sun", "Electricity given to members"): ("-0.14", "0.00"),
        ("sun", "Sold to the trader"): ("-0.01", "0.00"),
    }


def test_a_sheet_can_be_checked(folder):
    """Proves: below each amount stands what it counts, and the sheet names the day that was settled, not its month.

    Hand calculation: as above; 4.6 kWh at 0.10 are 0.46, 0.2 at 0.08 are 0.016, 1.7 are 0.136, 0.3 at 0.04 are 0.012.
    """
    page = (settled(folder) / "members" / "sun.html").read_text(encoding="utf-8").replace(MINUS, "-")
    cells = dict(re.findall(r"<td>(-?[\d.]+)<small>([\d.]+)</small></td>", page))
    assert cells == {"0.46": "4.6", "0.02": "0.2", "-0.14": "1.7", "-0.01": "0.3"}
    assert "ciems · 2025-06-02</p>" in page
    assert "To pay for 2025-06-02: 0.43 EUR" in page


def test_months_of_two_years_stand_side_by_side(folder):
    """Two days around New Year: a column for each month, and the network's charge of each year.

    Hand calculation: Anna draws 24 kWh on each day. 2026: 24 x (0.10 + 0.03962) = 2.40 + 0.95088 -> 0.95; 2027:
    24 x 0.03865 = 0.9276 -> 0.93. With VAT 0.50 and 0.20: 4.05; 0.1953 -> 0.20: 4.03.
    """
    begins = pd.date_range("2026-12-31", "2027-01-02", freq="h", tz="Europe/Riga", inclusive="left")
    (folder / "meters.csv").write_text(meters([f"{time.isoformat()};1;0;0" for time in begins]), encoding="utf-8")
    rules = RULES.replace("from: 2025-06-02, until: 2025-06-02", "from: 2026-12-31, until: 2027-01-01")
    rules = rules.replace("0.10}", "0.10, network: sadales_tikls_pamata_1}")
    (folder / "rules.yaml").write_text(rules, encoding="utf-8")
    anna, *_ = rows(settled(folder) / "by_month.csv")
    assert anna == {"Member": "anna", "2026-12, EUR": "4.05", "2027-01, EUR": "4.03"}


def test_who_owes_vat_on_sales_is_told_so(folder):
    """Proves: VAT passes from taker to giver beside the community, and each sheet tells its own.

    Hand calculation: as below, and on 0.14 shared the sun has 0.0294 -> 0.03; of what it sells, 0.01, none. Takers paid
    0.03: the community owes the state what they all pay, 0.72 + 0.10 + 0.03 + 0.00, less 0.03.
    """
    (folder / "rules.yaml").write_text(RULES.replace("sun: {}", "sun: {vat_on_sales: true}"), encoding="utf-8")
    written = settled(folder)
    sheet = (written / "members" / "sun.html").read_text(encoding="utf-8")
    assert "which you owe the state: 0.03 EUR" in sheet
    assert "owe the state" not in (written / "members" / "anna.html").read_text(encoding="utf-8")
    account = rows(written / "account.csv")[0]
    assert (account["VAT to the state, EUR"], account["Balance, EUR"]) == ("0.82", "0.00")
    assert account["Paid to members, EUR"] == "0.18"


def test_invoices_account_and_months_agree(folder):
    written = settled(folder)
    invoiced = sum(Decimal(row["To pay, EUR"]) for row in rows(written / "invoices.csv"))
    by_month = rows(written / "by_month.csv")
    account = rows(written / "account.csv")[0]
    assert sum(Decimal(row["2025-06, EUR"]) for row in by_month[:-1]) == invoiced
    assert Decimal(by_month[-1]["2025-06, EUR"]) == invoiced
    assert Decimal(account["Paid by members, EUR"]) - Decimal(account["Paid to members, EUR"]) == invoiced
    assert account["Balance, EUR"] == "0.00"


def test_keys_stand_side_by_side_and_missing_data_are_told(folder):
    written = settled(folder)
    (headings, *_) = rows(written / "keys.csv")
    assert list(headings) == ["Member", "Dynamic, by metered use, EUR", "Equal, EUR", "Saved by sharing, EUR"]
    cells = [cell for row in load_workbook(written / "invoices.xlsx").worksheets[3].values for cell in row if cell]
    note = next(str(cell) for cell in cells if "Left out" in str(cell))
    for label in ("Static shares", "Hybrid", "By investment", "By order of preference"):
        assert label in note


def test_what_sharing_saves_by_hand(folder):
    """Proves: table and sheet tell what a member pays less than by buying and selling everything at traders.

    Sensitivity: 0.03 of Anna's if VAT were left out.
    Hand calculation: alone Anna would buy 36 kWh: 3.60 with VAT 0.756 -> 0.76, 4.36, and pays 4.32 as above. The sun
    would buy 4.8: 0.48 and 0.1008 -> 0.10, and sell 2: 0.08, together 0.50; it pays 0.46 + 0.10 + 0.02 - 0.14 - 0.01.
    """
    written = settled(folder)
    saved = {row["Member"]: row["Saved by sharing, EUR"] for row in rows(written / "keys.csv")}
    assert saved == {"anna": "0.04", "sun": "0.07", "Total": "0.11"}
    assert "Sharing saves you 0.04 EUR" in (written / "members" / "anna.html").read_text(encoding="utf-8")


def test_sharing_dearer_than_the_trader_is_told(folder):
    """Proves: a warning and the sheet say who pays more by sharing.

    Hand calculation: at 0.12 Anna's 1.5 kWh are 0.18 and 0.0378 -> 0.04: 3.45 + 0.72 + 0.18 + 0.04 = 4.39, not 4.36.
    The sun pays 0.024 -> 0.02 for its own 0.2 and has 1.7 x 0.12 = 0.204 -> 0.20: 0.46 + 0.10 + 0.02 - 0.20 - 0.01.
    """
    (folder / "rules.yaml").write_text(RULES.replace("0.08", "0.12"), encoding="utf-8")
    outcome = call(folder, "settle", "meters.csv", "--rules", "rules.yaml", "--out", "out")
    assert "rules.yaml:11: community.internal_price_eur_per_kwh: sharing costs more than" in outcome.told
    assert "the trader would: members 1, 0.03 EUR in all" in outcome.told
    (sheet,) = (folder / "out").rglob("anna.html")
    assert "Sharing costs you 0.03 EUR more" in sheet.read_text(encoding="utf-8")


def test_savings_are_not_guessed_where_the_trader_is_unknown(folder):
    rules = RULES.replace("  anna: {member: anna, import: buy}", "  anna: {member: anna}")
    (folder / "rules.yaml").write_text(rules, encoding="utf-8")
    written = settled(folder)
    saved = {row["Member"]: row["Saved by sharing, EUR"] for row in rows(written / "keys.csv")}
    assert saved == {"anna": "", "sun": "0.07", "Total": "0.07"}
    assert "Sharing" not in (written / "members" / "anna.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("own", "other"), [NAMES, NAMES[::-1]])
def test_a_sheet_shows_only_its_member(folder, own, other):
    page = (settled(folder) / "members" / f"{own}.html").read_text(encoding="utf-8")
    assert own in page
    assert other not in page


def test_codes_stand_in_place_of_names_everywhere(folder):
    written = settled(folder, "--anonymous")
    for path in (path for path in written.rglob("*") if path.is_file()):
        book = load_workbook(path) if path.suffix == ".xlsx" else None
        content = (
            str([list(sheet.values) for sheet in book.worksheets]) if book else path.read_text(encoding="utf-8-sig")
        )
        assert [name for name in NAMES if name in f"{path.name} {content}"] == []


def test_codes_change_no_amount(folder):
    named = settled(folder)
    call(folder, "settle", "meters.csv", "--rules", "rules.yaml", "--out", "coded", "--anonymous")
    coded = next(path for path in (folder / "coded" / "ciems").iterdir() if path.is_dir())
    amounts = [[list(row.values())[3:] for row in rows(place / "invoices.csv")] for place in (named, coded)]
    assert amounts[0] == amounts[1]


def test_latvian(folder):
    page = (settled(folder, "--lang", "lv") / "members" / "anna.html").read_text(encoding="utf-8")
    assert "Apmaksai par laiku 2025-06-02: 4,32 EUR, ar PVN." in page


def test_latvian_files_open_in_latvian_excel(folder):
    """Semicolons and decimal commas in place of the commas and points of the English files, and the same values."""
    english = settled(folder) / "invoices.csv"
    call(folder, "settle", "meters.csv", "--rules", "rules.yaml", "--out", "latvian", "--lang", "lv")
    (latvian,) = (folder / "latvian").rglob("invoices.csv")
    assert latvian.read_bytes().startswith(b"\xef\xbb\xbf")
    with latvian.open(encoding="utf-8-sig", newline="") as file:
        amounts = [row[-1] for row in csv.reader(file, delimiter=";")][1:]
    assert [amount.replace(",", ".") for amount in amounts] == [list(row.values())[-1] for row in rows(english)]
    assert all("," in amount for amount in amounts)
