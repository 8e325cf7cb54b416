"""A house of three flats over a year, with a boiler replaced on credit: plan, workbook, effect and sheets of flats."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from decimal import Decimal
from urllib.parse import unquote

import openpyxl
import pytest

from energycommunity.pipeline import run
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.flat_sheets import flat_sheet, house_with_sheets
from energycommunity.reporting.tables.finance import balance_sheet, bank_cash_flow, financing
from energycommunity.reporting.voice import Voice
from energycommunity.results.finance_plans import finance_plans
from energycommunity.results.flat_costs import flat_payments
from energycommunity.results.impact import impact_of

HOUSE = """
name: three_flats
site: {latitude_deg: 57.2, longitude_deg: 26.7}
time: {year: 2025}
solver: {gap: 1.0e-9}
economics: {price_year: 2025, real_discount_rate: 0.0, inflation: 0.1, horizon_years: 10}
members:
  owners: {kind: apartment_house, flats: 3}
  company: {kind: company, deducts_vat: true}
tariffs:
  grid: {type: fixed, price_eur_per_kwh: 0.10}
  of_flats: {type: fixed, price_eur_per_kwh: 0.10, standing_charge_eur_per_month: 2}
  gas: {type: fuel, carrier: natural_gas, price_eur_per_kwh: 0.10}
  chips: {type: fuel, carrier: wood_chips, price_eur_per_kwh: 0.05}
meters: {common: {member: owners, import: grid, import_limit_kw: 100}}
buildings:
  house: {meter: common, sector: residential, dwellings: 3, hot_water: {power_kw: 1.0}}
assets:
  boiler: {type: fuel_boiler, at: house, owner: owners, fuel: gas, capacity_heat_kw: 10, efficiency: 1.0,
           investment_eur_per_kw: 0, fixed_om_eur_per_kw_year: 0, variable_om_eur_per_kwh: 0, lifetime_years: 20}
financing:
  credit:
    member: owners
    grant: {share: 0.5, max_capacity_kw: 12}
    own_funds_eur: 100
    loans: [{rate: 0.0, years: 5}]
  rest: {member: company}
leases:
  van: {assets: [rented], user: owners, price_eur_per_kwh: 0.01}
flats: {house: {flats_from: flats.csv}}
impact: {local_tariffs: [chips], threshold_eur_per_year: 400}
variants:
  gas: {baseline: true}
  chips:
    set:
      assets.boiler: {type: fuel_boiler, at: house, owner: owners, fuel: chips, capacity_heat_kw: 10, efficiency: 1.0,
                      investment_eur_per_kw: 121, fixed_om_eur_per_kw_year: 0, variable_om_eur_per_kwh: 0,
                      lifetime_years: 20}
  too_large:
    from: chips
    set: {assets.boiler.capacity_heat_kw: 20}
  with_fee:
    from: chips
    set: {financing.credit.loans: [{rate: 0.0, years: 5, arrangement_fee_share: 0.01}]}
  own_money:
    from: chips
    set: {financing.credit.loans: []}
  chosen:
    set:
      assets.boiler: null
      assets.heating:
        {type: heating_choice, at: house, owner: owners, sources: {stove: {type: boiler, fuel: chips, efficiency: 1.0,
         investment_eur: 1210, fixed_om_eur_per_kw_year: 0, variable_om_eur_per_kwh: 0, lifetime_years: 20,
         grant: {share: 0.25}}}}
  short_lived:
    from: chips
    set: {assets.boiler.lifetime_years: 5}
  metered:
    from: chips
    set:
      meters.flats: {member: owners, import: of_flats, import_limit_kw: 100, count: 3}
      buildings.house.flats_meter: flats
      buildings.house.electricity: {power_kw: 0.4}
  leased:
    from: chips
    set:
      assets.boiler: null
      assets.rented: {type: fuel_boiler, at: house, owner: company, fuel: chips, capacity_heat_kw: 10, efficiency: 1.0,
                      investment_eur_per_kw: 0, fixed_om_eur_per_kw_year: 0, variable_om_eur_per_kwh: 0,
                      lifetime_years: 20}
"""  # fmt: skip
#: Heat of a year at 1 kW.
KWH = 8760.0


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("house")
    (folder / "house.yaml").write_text(HOUSE, encoding="utf-8")
    flats = "flat,area_m2,share,electricity_kwh\n1,20,1/4,876\n2a,30,1/4,876\n3,50,1/2,1752\n"
    (folder / "flats.csv").write_text(flats, encoding="utf-8")
    return run(folder / "house.yaml", (), folder / "runs")


def plan_of(results, variant, member="owners"):
    return next(found.plan for found in finance_plans(results, variant) if found.plan.member == member)


def test_the_plan_of_a_boiler_on_credit(results):
    """Proves: grant without VAT, own funds, and a loan for what is left; savings with VAT, nominal.

    Sensitivity: a grant on the price with VAT would be 732.05 EUR, and the loan 632.05.
    Hand calculation: 10 kW x 121 EUR = 1210 EUR, with 21 % VAT 1464.10. Grant 605.00. Loan 1464.10 - 605 - 100
    = 759.10 over five years: 151.82 a year, 12.651667 a month. Gas of 8760 kWh x 0.10 with 21 % VAT 1059.96, chips
    x 0.05 with 12 % 490.56: 569.40 saved, in the first year x 1.1 = 626.34, over 151.82: a ratio of 4.1256.
    """
    plan = plan_of(results, "chips")
    assert plan.books.investment_eur[0] == pytest.approx(1464.10)
    assert plan.flows.grants_eur[0] == pytest.approx(605.0)
    assert plan.flows.drawn_eur[0] == pytest.approx(759.10)
    assert plan.monthly_loan_eur == pytest.approx(12.651667, abs=1e-6)
    assert plan.flows.savings_eur[1] == pytest.approx(626.34, abs=0.01)
    assert plan.minimum_cover_ratio == pytest.approx(4.1256, abs=1e-4)


def test_year_zero_has_no_cover_ratio(results):
    """Proves: the fee for arranging the loan is cash of year 0 and no debt service, in sheet and lowest ratio.

    Sensitivity: 0.00 in year 0, where a fee of 7.59 EUR meets no savings.
    Hand calculation: the fee is own money, the loan is the same 759.10 EUR: 626.34 / 151.82 = 4.1256.
    """
    table = bank_cash_flow(Edition(results, Voice("en")), "with_fee")
    cover = [column.heading for column in table.columns].index("Debt service cover ratio")
    ratios = [row[cover] for row in table.rows]
    assert ratios[0] is None
    assert min(ratio for ratio in ratios if ratio is not None) == pytest.approx(4.1256, abs=1e-4)
    assert plan_of(results, "with_fee").flows.fees_eur[0] == pytest.approx(7.591)


def test_a_condition_that_is_missed_is_named(results):
    """A boiler of 20 kW is too large for the programme: no grant, and the run says so."""
    assert plan_of(results, "too_large").flows.grants_eur[0] == 0.0
    told = [warning.tell("en") for warning in results.warnings]
    assert "financing: No grant for owners in too_large: 20.0 kW are built, at most 12.0 kW are allowed." in told


def test_what_has_a_grant_of_its_own_has_no_second_one(results):
    """Proves: the grant of a source in a choice of heating counts in the plan, and that of the plan not on top of it.

    Sensitivity: 907.50 EUR if both paid.
    Hand calculation: a quarter of 1210 EUR is 302.50; 1464.10 - 302.50 - 100 of own funds = 1061.60 are lent.
    """
    plan = plan_of(results, "chosen")
    assert plan.flows.grants_eur[0] == pytest.approx(302.50)
    assert plan.flows.drawn_eur[0] == pytest.approx(1061.60)


def test_a_lease_by_energy(results):
    """Proves: the owner of the boiler buys the chips without VAT and is paid for the heat, the user pays VAT on that.

    Hand calculation: 8760 kWh x 0.01 = 87.60; the company's year is 87.60 - 438.00 (chips, VAT deducted) = -350.40.
    The user saves 1059.96 and pays 87.60 x 1.21 = 105.996: 953.964, nominal x 1.1.
    """
    assert plan_of(results, "leased", "company").flows.savings_eur[1] == pytest.approx(-350.40 * 1.1, abs=0.01)
    assert plan_of(results, "leased").flows.savings_eur[1] == pytest.approx(953.964 * 1.1, abs=0.01)


def test_what_a_flat_pays(results):
    """Proves: heat by area, loan by ownership share, the mean month and winter with their cents.

    Hand calculation: the mean month costs 1059.96 / 12 = 88.33 now: 17.67, 26.50, 44.16 (17.666, 26.499, 44.165, the
    last rounded up to 44.17 gives back the cent too much). After: 490.56 / 12 = 40.88 and the loan 12.65: a quarter
    is 3.1629, half 6.3258: 3.16, 3.16, 6.33. Winter: 90 days of 24 kWh a day over three months, 720 kWh x 0.121
    = 87.12.
    """
    house, first, second, third = flat_payments(results, "chips", "house")
    assert [flat.now.mean_eur["heat"] for flat in (first, second, third)] == [
        Decimal("17.67"), Decimal("26.50"), Decimal("44.16")
    ]  # fmt: skip
    assert [flat.loan_eur for flat in (first, second, third)] == [Decimal("3.16"), Decimal("3.16"), Decimal("6.33")]
    assert house.now.winter_total_eur == Decimal("87.12")
    assert house.loan_eur == Decimal("12.65")
    assert house.after.mean_total_eur == Decimal("40.88") + Decimal("12.65")


def test_a_flat_pays_for_the_electricity_it_uses(results):
    """Proves: energy by what each flat uses in a year, the standing charge of its connection alike.

    Sensitivity: 14.20 for all three by the mean; 10.65 for the first if the connections went by use.
    Hand calculation: 0.4 kW x 8760 h x 0.10 with 21 % VAT = 423.98 a year, 35.33 a month: half of it 17.67 (17.666),
    a quarter 8.83. Three connections 3 x 2 x 1.21 = 7.26: 2.42 each.
    """
    _, first, second, third = (flat.after.mean_eur for flat in flat_payments(results, "metered", "house"))
    assert [flat["flats_connection"] for flat in (first, second, third)] == [Decimal("2.42")] * 3
    assert [flat["flats_electricity"] for flat in (first, second, third)] == [
        Decimal("8.83"), Decimal("8.83"), Decimal("17.67")
    ]  # fmt: skip
    words = (results.folder / "flats" / "metered" / "house" / "flat_3_en.html").read_text(encoding="utf-8")
    words = words.replace("\N{NO-BREAK SPACE}", " ")
    assert "Electricity in the flat, by its own use" in words
    assert "1 752 kWh of electricity a year of 3 504 kWh" in words


def test_the_effect_on_the_place(results):
    """Proves: euros per public euro, the part that stays, flats below the threshold.

    Hand calculation: (1464.10 - 605) / 605 = 1.42. All is paid for chips, 438.00 of 490.56 with VAT: 0.892857. Now
    the flats pay 212.04, 318.00, 529.92 a year: two below 400. After, 40.88 a month by area and the loan:
    12 x (8.18 + 3.16) = 136.08, 12 x (12.26 + 3.16) = 185.04, 12 x (20.44 + 6.33) = 321.24: all three.
    """
    plans = finance_plans(results, "chips")
    found = impact_of(results, "chips", plans)
    assert found.attracted_per_public_eur == pytest.approx(1.42)
    assert found.local_share == pytest.approx(438.0 / 490.56)
    assert (found.households, found.below_threshold) == (3, 3)
    assert impact_of(results, "gas", ()).below_threshold == 2


def test_the_bank_sheets_of_the_workbook(results):
    """The sheets are there, the balance is zero in each row, and the cash flow ends with the cash of the balance."""
    edition = Edition(results, Voice("en"))
    balance, flow = balance_sheet(edition, "leased"), bank_cash_flow(edition, "leased")
    assert max(abs(row[-1]) for row in balance.rows) < 0.01
    cash = [column.heading for column in flow.columns].index("Cash at the end")
    assert [row[3] for row in balance.rows] == [row[cash] for row in flow.rows]
    assert {row[0] for row in balance.rows} == {"owners", "company", "All members"}
    assert financing(edition, "gas").rows == ()
    book = openpyxl.load_workbook(results.folder / "report.xlsx", read_only=True)
    for name in ("Financing", "Bank cash flow", "Profit and loss", "Balance sheet", "Effect"):
        assert name in book.sheetnames


def test_sheets_of_flats_say_what_is_paid(results):
    """One sheet for the house and each flat in both languages, with the amounts of its sentence and one figure."""
    folder = results.folder / "flats" / "chips" / "house"
    assert sorted(path.name for path in folder.glob("*_lv.html")) == [
        "flat_1_lv.html", "flat_2a_lv.html", "flat_3_lv.html", "house_lv.html"
    ]  # fmt: skip
    words = (folder / "flat_1_lv.html").read_text(encoding="utf-8")
    # Winter: 87.12 and 40.32 (720 kWh x 0.056) of which a fifth, and a quarter of the loan.
    assert (
        "Tagad ziemā maksājat 17,42 EUR mēnesī. Pēc projekta – 11,22 EUR, no tiem 3,16 EUR ir aizdevuma maksājums."
        in words
    )
    assert words.count("<svg") == 1
    assert "In winter you pay 17.42 EUR" in (folder / "flat_1_en.html").read_text(encoding="utf-8")
    assert not (results.folder / "flats" / "gas").exists()


def test_large_amounts_are_drawn_in_thousands(results):
    """Proves: numbers above the bars keep to four characters, as long ones run into the next bar.

    Hand calculation: January costs 744 kWh x 0.121 = 90.02 EUR, of a hundred such houses 9002.40: 9.0 thousand; after
    4166.40 and the loan of 12.65: 4.2.
    """
    edition = Edition(results, Voice("en"))
    paid = flat_payments(results, "chips", "house")[0]
    large = replace(
        paid, now_by_month_eur=100.0 * paid.now_by_month_eur, after_by_month_eur=100.0 * paid.after_by_month_eur
    )
    sheets = [flat_sheet(house_with_sheets(edition, "chips", "house"), each) for each in (paid, large)]
    assert "What is paid in each month, EUR" in sheets[0]
    assert "What is paid in each month, thousands of EUR" in sheets[1]
    labels = [re.findall(r'text-anchor="middle">([0-9.]+)<', sheet) for sheet in sheets]
    assert labels[0][:2] == ["90", "54"]
    assert labels[1][:2] == ["9.0", "4.2"]


def test_the_report_links_to_every_sheet(results):
    """Addresses are relative, so that they work without a network wherever the folder is."""
    page = (results.folder / "report.html").read_text(encoding="utf-8")
    linked = {unquote(address) for address in re.findall(r'href="(flats/[^"]*)"', page)}
    written = {path.relative_to(results.folder).as_posix() for path in (results.folder / "flats").rglob("*.html")}
    assert linked == written
    assert "flats/chips/house/flat_2a_lv.html" in linked


@pytest.mark.parametrize(
    ("variant", "told"),
    [
        ("with_fee", "builds for 1 464 EUR and pays 8 EUR for arranging the loan: grants 605 EUR, "
         "loans 759 EUR over 5 years, own money 108 EUR"),
        ("chips", "builds for 1 464 EUR: grants 605 EUR, loans 759 EUR over 5 years, own money 100 EUR"),
        ("own_money", "builds for 1 464 EUR: grants 605 EUR, own money 859 EUR at the start, no loan."),
    ],
)  # fmt: skip
def test_where_the_money_comes_from_adds_up(results, variant, told):
    """Proves: the fee for arranging the loan is named, and a house without a loan reads nothing of one.

    Hand calculation: 1464.10 - 605.00 of grant - 100 of own funds = 759.10, of which 1 % is 7.59, paid with own
    money: 1464 + 8 = 605 + 759 + 108. Without a loan 1464.10 - 605.00 = 859.10.
    """
    words = (results.folder / "flats" / variant / "house" / "house_en.html").read_text(encoding="utf-8")
    assert told in words.replace("\N{NO-BREAK SPACE}", " ")
    assert ("repayment" in words) == (variant != "own_money")


def test_a_flat_reads_what_it_pays_at_the_start(results):
    """Proves: own money is split like the loan, by ownership share, and the house does not read it twice.

    Sensitivity: 30 by area. Hand calculation: 100 EUR x 1/4.
    """
    sheets = {
        name: (results.folder / "flats" / "chips" / "house" / f"{name}_en.html").read_text(encoding="utf-8")
        for name in ("flat_2a", "house")
    }
    assert "At the start, once: 25.00 EUR" in sheets["flat_2a"]
    assert "once" not in sheets["house"]


def test_a_flat_reads_what_it_must_replace_later(results):
    """Proves: what wears out within the horizon is told in prices of the price year, split by ownership share.

    Sensitivity: 589.49 with inflation. Hand calculation: the boiler of 1464.10 EUR is bought again after 5 of 10
    years; a quarter is 366.025 -> 366.03 (the cent too many is taken from flat 1).
    """
    sheets = results.folder / "flats" / "short_lived" / "house"
    assert "after 5 years: 366.03 EUR in all, in prices of 2025" in (sheets / "flat_2a_en.html").read_text("utf-8")
    house = (sheets / "house_en.html").read_text("utf-8").replace("\N{NO-BREAK SPACE}", " ")
    assert "after 5 years: 1 464.10 EUR in all" in house
    assert "come to its end" not in (sheets.parents[1] / "chips" / "house" / "flat_2a_en.html").read_text("utf-8")


@pytest.mark.skipif(shutil.which("chromium") is None, reason="no chromium to print with")
@pytest.mark.parametrize("name", ["house_lv", "flat_2a_lv", "flat_2a_en"])
def test_a_sheet_is_printed_on_one_page(results, name, tmp_path):
    page, pdf = results.folder / "flats" / "chips" / "house" / f"{name}.html", tmp_path / "sheet.pdf"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={pdf}"]
    subprocess.run(["chromium", *options, str(page)], check=True, capture_output=True, timeout=120)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes())) == 1
