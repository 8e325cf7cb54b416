"""Balances on the command line: written where a month ends, read by the next settlement, refused where wrong."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.cli.command_line import call
from tests.settlement.test_bad_meter_files import HEADING, meters
from tests.settlement.test_settle_command import rows

RULES = """\
name: ciems
vat_rate: 0
tariffs:
  buy: {type: fixed, price_eur_per_kwh: 0.10}
  sell: {type: net_billing, price_eur_per_kwh: 0.05}
members: {anna: {}, sun: {}}
meters:
  anna: {member: anna, import: buy}
  sun: {member: sun, import: buy, export: sell, sharing: false}
"""
BALANCES = """\
balances:
  month: 2025-05
  meters:
    sun: {credit_eur: {2025-04: 3.5}}
"""


def month(name, given_kwh=0):
    """A meter file of a month: the sun draws 0.1 kWh an hour, and gives some at each noon."""
    begin = pd.Timestamp(f"{name}-01")
    hours = pd.date_range(begin, begin + pd.DateOffset(months=1), freq="h", inclusive="left")
    return meters([f"{hour:%d.%m.%Y %H:%M};1;0,1;{given_kwh if hour.hour == 12 else 0}" for hour in hours], HEADING)


@pytest.fixture
def settle(tmp_path, monkeypatch):
    """Call `ecsim settle` on the texts of a meter file, of rules and of balances; what it told, and its folder."""
    monkeypatch.chdir(tmp_path)

    def called(table, rules=RULES, balances=None, *words):
        texts = {"meters.csv": table, "rules.yaml": rules, "left.yaml": balances or ""}
        for name, text in texts.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        words = (*words, "--balances", "left.yaml") if balances else words
        before = set(tmp_path.glob("out/ciems/2*"))
        outcome = call(tmp_path, "settle", "meters.csv", "--rules", "rules.yaml", "--out", "out", *words)
        written = set(tmp_path.glob("out/ciems/2*")) - before
        return outcome, next(iter(written), None)

    return called


def test_credit_goes_from_month_to_month(settle):
    """Proves: the file that May leaves pays in June, given as it was written.

    Sensitivity: 7.20 to be paid in June if the account began empty.
    Hand calculation: May: 31 x 10 kWh x 0.05 = 15.50 of credit, less its bill of 31 x 24 x 0.1 x 0.10 = 7.44: 8.06 are
    left. June: 30 x 24 x 0.1 x 0.10 = 7.20, all of it paid; 0.86 are left.
    """
    _, of_may = settle(month("2025-05", 10))
    left = (of_may / "balances.yaml").read_text(encoding="utf-8")
    assert left == (
        "# ciems: balances at the end of 2025-05, with which the next settlement begins\n"
        "balances:\n  month: 2025-05\n  meters:\n    sun:\n      credit_eur: {2025-05: 8.06}\n"
    )
    _, of_june = settle(month("2025-06"), RULES, left)
    lines = {
        row["Kind of cost"]: row["Without VAT, EUR"] for row in rows(of_june / "invoices.csv") if row["Member"] == "sun"
    }
    assert lines == {
        "Electricity from the trader": "7.20",
        "Account at the trader: credit that waits or is used": "-7.20",
    }
    assert "credit_eur: {2025-05: 0.86}" in (of_june / "balances.yaml").read_text(encoding="utf-8")
    told = "At the end of 2025-06-30 the accounts at traders hold, for later bills: 0.86 EUR (sun)."
    assert told in (of_june / "members" / "sun.html").read_text(encoding="utf-8")
    assert "accounts at traders" not in (of_june / "members" / "anna.html").read_text(encoding="utf-8")


def test_a_forgotten_balance_is_told(settle):
    first, _ = settle(month("2025-06"))
    assert "rules.yaml:9: meters.sun: contracts of sun look back on earlier months, and no balances" in first.told
    later, _ = settle(month("2025-06"), RULES, BALANCES)
    emptied, _ = settle(month("2025-06"), RULES.replace("0.05}", "0.05, emptied_in_months: [6]}"))
    assert "look back" not in later.told + emptied.told


def test_rules_may_state_them(settle):
    _, written = settle(month("2025-06"), RULES + BALANCES)
    assert "credit_eur" not in (written / "balances.yaml").read_text(encoding="utf-8")
    assert "-3.50" in (written / "invoices.csv").read_text(encoding="utf-8-sig")


def test_a_file_of_balances_stands_for_those_of_the_rules(settle):
    _, written = settle(month("2025-06"), RULES + BALANCES, BALANCES.replace("3.5", "2.5"))
    assert "-2.50" in (written / "invoices.csv").read_text(encoding="utf-8-sig")


def test_codes_and_parts_of_a_month_leave_none(settle):
    _, coded = settle(month("2025-05"), RULES, None, "--anonymous")
    _, in_part = settle(month("2025-05"), RULES + "period: {from: 2025-05-01, until: 2025-05-30}\n")
    assert not (coded / "balances.yaml").exists()
    assert not (in_part / "balances.yaml").exists()


#: What is wrong: the change to the balances, and the message.
WRONG = {
    "a month is left out": (
        ("month: 2025-05", "month: 2025-04"),
        "left.yaml:2: balances.month: the balances are those of the end of 2025-04, so the period must begin on "
        "2025-05-01; it begins on 2025-06-01",
    ),
    "no such meter": (("sun:", "sunn:"), "left.yaml:4: balances.meters.sunn: "),
    "a month to come": (
        ("2025-04:", "2025-06:"),
        "left.yaml:4: balances.meters.sun.credit_eur.2025-06: 2025-06 lies after 2025-05",
    ),
    "no month": (("2025-04:", "April:"), "left.yaml:4: balances.meters.sun.credit_eur.April: 'April' is no month"),
    "a debt": (("3.5", "-3.5"), "left.yaml:4: balances.meters.sun.credit_eur.2025-04: "),
    "a contract without kilowatt-hours": (
        ("credit_eur", "credit_kwh"),
        "left.yaml:4: balances.meters.sun.credit_kwh: no contract of the meter sun counts credit_kwh",
    ),
    "a contract without peaks": (
        ("credit_eur: {2025-04: 3.5}", "peaks_kw: [{2025-05: 3}]"),
        "left.yaml:4: balances.meters.sun.peaks_kw: no contract of the meter sun counts peaks_kw",
    ),
    "a year to come": (
        ("credit_eur: {2025-04: 3.5}", "since: 2025-06-01"),
        "left.yaml:4: balances.meters.sun.since: 2025-06-01 lies after 2025-05",
    ),
    "no day": (
        ("credit_eur: {2025-04: 3.5}", "since: 2025-05-32"),
        "left.yaml:4: balances.meters.sun.since: 2025-05-32 is no day",
    ),
    "other rules beside them": (
        ("balances:", "name: x\nbalances:"),
        "left.yaml:1: the file must hold the section balances",
    ),
}


@pytest.mark.parametrize(("change", "message"), WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("language", ["en", "lv"])
def test_wrong_balances_are_told_with_their_line(settle, change, message, language):
    assert change[0] in BALANCES
    outcome, written = settle(month("2025-06"), RULES, BALANCES.replace(*change), "--lang", language)
    assert (outcome.exit_code, written) == (2, None)
    if language == "en":
        assert message in outcome.told
    else:
        assert not [word for word in (" the ", " is ", "Traceback") if word in outcome.told]


def test_a_month_with_two_rates_of_vat_is_refused(settle):
    rules = RULES.replace("vat_rate: 0", "vat_rate: {2012-07-01: 0.21, 2025-06-15: 0.22}")
    outcome, written = settle(month("2025-06"), rules)
    assert (outcome.exit_code, written) == (2, None)
    assert "rules.yaml:2: vat_rate: VAT changes from 0.21 to 0.22 on 2025-06-15" in outcome.told
    outcome, _ = settle(month("2025-06"), rules + "period: {from: 2025-06-15, until: 2025-06-30}\n")
    assert outcome.exit_code == 0


@pytest.mark.parametrize(
    ("rate", "message"),
    [
        ("{2026-01-01: 0.21}", "rules.yaml:2: vat_rate: vat_rate begins with 2026-01-01; 2025-06-01 was asked for"),
        ("{2026-01: 0.21}", "rules.yaml:2: vat_rate.2026-01: 2026-01 is no day"),
        ("{2012-07-01: 21}", "rules.yaml:2: vat_rate.2012-07-01: "),
        ("21", "rules.yaml:2: vat_rate: "),
    ],
)
def test_wrong_rates_of_vat_are_told(settle, rate, message):
    outcome, written = settle(month("2025-06"), RULES.replace("vat_rate: 0", f"vat_rate: {rate}"))
    assert (outcome.exit_code, written) == (2, None)
    assert message in outcome.told
