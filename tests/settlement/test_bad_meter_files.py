"""Every wrong meter file and every wrong rule gets a message that names its row; nothing is guessed or written."""

from __future__ import annotations

import pytest
from openpyxl import Workbook

from energycommunity.errors import ScenarioError
from energycommunity.settlement.meter_files import read_metering
from energycommunity.settlement.rules import load_rules
from tests.cli.command_line import call

RULES = """\
name: ciems
vat_rate: 0.21
period: {from: 2025-06-02, until: 2025-06-02}
tariffs:
  buy: {type: fixed, price_eur_per_kwh: 0.10}
  sell: {type: export_fixed, price_eur_per_kwh: 0.04}
members: {anna: {}, sun: {}}
meters:
  anna: {member: anna, import: buy}
  sun: {member: sun, import: buy, export: sell}
community: {key: dynamic, internal_price_eur_per_kwh: 0.08}
"""
HEADING = "Laiks;anna_drawn_kwh;sun_drawn_kwh;sun_given_kwh"
ROWS = [f"02.06.2025 {hour:02}:00;1,5;0,2;{'2,0' if hour == 12 else '0'}" for hour in range(24)]


def meters(rows=ROWS, heading=HEADING):
    """A meter file of one day."""
    return "\n".join([heading, *rows]) + "\n"


def with_row(row, text):
    """The rows with another text in one of them."""
    return [*ROWS[:row], text, *ROWS[row + 1 :]]


@pytest.fixture
def settle(tmp_path, monkeypatch):
    """Call `ecsim settle` on the texts of a meter file and of rules."""
    monkeypatch.chdir(tmp_path)

    def called(table=None, rules=RULES, *words):
        (tmp_path / "meters.csv").write_text(table or meters(), encoding="utf-8")
        (tmp_path / "rules.yaml").write_text(rules, encoding="utf-8")
        return call(tmp_path, "settle", "meters.csv", "--rules", "rules.yaml", "--out", "out", *words)

    return called


def test_the_file_is_right_as_it_is(settle):
    assert settle().exit_code == 0


#: What is wrong: the meter file, and what the message begins with (place) and contains.
WRONG_FILES = {
    "interval missing": (
        meters([*ROWS[:7], *ROWS[8:]]),
        "meters.csv:9: the interval that begins at 2025-06-02 07:00+03:00 is missing",
    ),
    "two intervals missing": (
        meters([*ROWS[:7], *ROWS[9:]]),
        "meters.csv:9: the interval that begins at 2025-06-02 07",
    ),
    "last hour missing": (meters(ROWS[:-1]), "meters.csv:24: rows are missing: 2025-06-02 00:00+03:00 to"),
    "first hour missing": (
        meters(ROWS[1:], HEADING.replace("Laiks", "Laiks (sākums)")),
        "meters.csv:2: rows are missing: 2025-06-02 00:00+03:00 to 2025-06-03 00:00+03:00 is to be settled, as period: "
        "in rules.yaml:3 says",
    ),
    "another day": (
        meters([row.replace("02.06.", "03.06.", 1) for row in ROWS]),
        "rules.yaml:3: period: 2025-06-02 to 2025-06-02 is to be settled, but meters.csv covers 2025-06-03 to",
    ),
    "a time off the grid": (
        meters(with_row(8, "02.06.2025 08:10;1,5;0,2;0")),
        "meters.csv:10: the time 02.06.2025 08:10 does not lie on the grid of the others, whose rows are 60",
    ),
    "a quarter hour among hours": (
        meters([*ROWS[:8], "02.06.2025 07:15;1,5;0,2;0", *ROWS[8:]]),
        "meters.csv:10: the time 02.06.2025 07:15 does not lie on the grid",
    ),
    "hour twice": (meters([*ROWS[:8], *ROWS[7:]]), "meters.csv:10: "),
    "row out of order": (meters([*ROWS[:7], ROWS[8], ROWS[7], *ROWS[9:]]), "meters.csv:10: "),
    "in kW": (meters(heading=HEADING.replace("anna_drawn_kwh", "Anna (kW)")), "rules.yaml:9: meters.anna.drawn"),
    "point among commas": (
        meters(with_row(4, "02.06.2025 04:00;1.5;0,2;0")),
        "meters.csv:6: Column 'anna_drawn_kwh' has",
    ),
    "a point in one column, commas in the others": (
        meters([row.replace(";0,2;", ";0.2;") for row in ROWS]),
        "meters.csv:2: '1,5' in row 2 has a decimal comma, '0.2' in row 2 a decimal point",
    ),
    "a point that may part thousands": (
        meters(with_row(4, "02.06.2025 04:00;1.500;0,2;0")),
        "meters.csv:6: Column 'anna_drawn_kwh' has a decimal comma in row 2 and a decimal point in row 6",
    ),
    "thousands parted in two ways": (
        meters([*with_row(4, "02.06.2025 04:00;1.000,4;0,2;0")[:9], "02.06.2025 09:00;1,000.4;0,2;0", *ROWS[10:]]),
        "meters.csv:11: Column 'anna_drawn_kwh' has",
    ),
    "decimals or thousands": (
        meters([f"02.06.2025 {hour:02}:00;1.500;7;0" for hour in range(24)]),
        "meters.csv:2: '1.500' in the column 'anna_drawn_kwh' may have decimals behind its sign or thousands",
    ),
    "thousands of two digits": (meters(with_row(4, "02.06.2025 04:00;1.00,4;0,2;0")), "meters.csv:6: '1.00,4' in"),
    "a blank within a number": (meters(with_row(4, "02.06.2025 04:00;1 5;0,2;0")), "meters.csv:6: '1 5' in"),
    "text for a number": (meters(with_row(4, "02.06.2025 04:00;bojāts;0,2;0")), "meters.csv:6: "),
    "empty cell": (meters(with_row(4, "02.06.2025 04:00;;0,2;0")), "meters.csv:6: "),
    "negative": (meters(with_row(4, "02.06.2025 04:00;-1,5;0,2;0")), "meters.csv:6: -1.5 in the column"),
    "times as workbooks keep them": (
        meters([f"{45810 + hour / 24:.6f}".replace(".", ",") + ";1,5;0,2;0" for hour in range(24)]),
        "meters.csv:2: '45810,000000' is a time as workbooks keep it",
    ),
    "some times with their offset": (
        meters([*(f"2025-06-02 {hour:02}:00+03:00;1;1;1" for hour in range(12)), *ROWS[12:]]),
        "meters.csv:14: '02.06.2025 12:00': some times of the file have an offset",
    ),
    "month before day": (
        meters([row.replace("02.06.", "06/02/", 1) for row in ROWS]),
        "meters.csv:2: '06/02/2025 00:00'",
    ),
    "a row of units": (meters(["h;kWh;kWh;kWh", *ROWS]), "meters.csv:2: 'h' is not a time"),
    "begin or end": (
        meters([f"{row[:11]}{int(row[11:13]):02}:05{row[16:]}" for row in ROWS]),
        "meters.csv:2: It is not clear whether times are the begin or the end",
    ),
    "from the latest to the earliest": (meters(ROWS[::-1]), "meters.csv:3: The time 02.06.2025 22:00 is not later"),
    "no time": (meters(with_row(4, "otrdiena;1,5;0,2;0")), "meters.csv:6: "),
    "a cell too many": (meters(with_row(4, "02.06.2025 04:00;1,5;0,2;0;7")), "meters.csv:6: "),
    "a meter that nobody has": (
        meters([f"{row};1" for row in ROWS], f"{HEADING};celmi_drawn_kwh"),
        "meters.csv:1: the column 'celmi_drawn_kwh' belongs to no meter",
    ),
    "a column twice": (meters([f"{row};1" for row in ROWS], f"{HEADING};anna_drawn_kwh"), "meters.csv:1: "),
    "no times": (meters(heading=HEADING.replace("Laiks", "Nr")), "meters.csv: no column of times"),
    "no row of headings": (
        meters(ROWS[1:], ROWS[0].replace("1,5", "0,2")),
        "meters.csv:1: The first row must hold the headings of the columns, but '02.06.2025 00:00' stands there",
    ),
    "no row of headings, all values different": (
        meters(ROWS[1:], ROWS[0]),
        "meters.csv:1: The first row must hold the headings of the columns, but '02.06.2025 00:00' stands there",
    ),
    "every ten minutes": (
        meters([f"02.06.2025 {n // 6:02}:{n % 6}0;1;1;1" for n in range(144)]),
        "meters.csv: the rows are 10 minutes apart",
    ),
    "a title above the headings": (
        f"Eksports no portāla\n{meters()}",
        "meters.csv:2: The row has 4 cells, the first line",
    ),
    "empty": (HEADING + "\n", "meters.csv: "),
}


@pytest.mark.parametrize(("table", "message"), WRONG_FILES.values(), ids=WRONG_FILES)
def test_wrong_meter_file_is_told_with_its_row(settle, table, message):
    outcome = settle(table)
    assert outcome.exit_code == 2
    assert message in outcome.told
    assert [name for name in outcome.new_files if name.startswith("out")] == []


#: What is wrong in the rules: what is replaced by what, and what the message contains.
WRONG_RULES = {
    "two meters with one column": (
        (
            "anna: {member: anna, import: buy}",
            "anna: {member: anna, import: buy, drawn: sun_drawn_kwh}\n  berzi: {member: sun, drawn: sun_drawn_kwh}",
        ),
        "rules.yaml:10: meters.berzi.drawn: 'sun_drawn_kwh' is stated for two meters",
    ),
    "the column of another meter": (
        ("export: sell}", "export: sell, drawn: anna_drawn_kwh}"),
        "rules.yaml:10: meters.sun.drawn: 'anna_drawn_kwh' is stated for two meters",
    ),
    "one column for both directions": (
        ("export: sell}", "export: sell, drawn: sun_given_kwh, given: sun_given_kwh}"),
        "rules.yaml:10: meters.sun.given: 'sun_given_kwh' is stated",
    ),
    "the same meter twice": (("  sun: {member: sun,", "  anna: {member: sun,"), "rules.yaml:10: meters.anna: "),
    "unknown member": (("member: anna", "member: ana"), "rules.yaml:9: meters.anna.member: there is no 'ana'"),
    "unknown contract": (("import: buy}", "import: by}"), "rules.yaml:9: meters.anna.import: there is no 'by'"),
    "contract of the other kind": (("import: buy}", "import: sell}"), "rules.yaml:9: meters.anna.import"),
    "meter without a column": (
        ("  sun: {", "  barn: {member: sun}\n  sun: {"),
        "rules.yaml:10: meters.barn: no column",
    ),
    "column that is not there": (("import: buy}", "import: buy, drawn: A+}"), "rules.yaml:9: meters.anna.drawn: there"),
    "member in the key": (
        ("key: dynamic", "key: {type: static_shares, shares: {ana: 1}}"),
        "rules.yaml:11: community.key.shares.ana: there is no 'ana'",
    ),
    "shares above the whole": (
        ("key: dynamic", "key: {type: static_shares, shares: {anna: 0.7, sun: 0.7}}"),
        "rules.yaml:11: community.key.shares: the shares add up to 1.4",
    ),
    "mistyped key": (
        ("key: dynamic", "key: dynamik"),
        "rules.yaml:11: community.key: 'dynamik' is neither one of dynamic, equal nor a mapping with some of: type, "
        "invested_eur, shares, order; do you mean 'dynamic'?",
    ),
    "key without its data": (("key: dynamic", "key: static_shares"), "rules.yaml:11: community.key: 'static_shares'"),
    "member listed twice": (
        ("key: dynamic", "key: {type: preference_order, order: [sun, sun]}"),
        "rules.yaml:11: community.key.order: sun stands twice",
    ),
    "VAT on an account": (
        (
            "export_fixed, price_eur_per_kwh: 0.04}\nmembers: {anna: {}, sun: {}}",
            "net_billing}\nmembers: {anna: {}, sun: {vat_on_sales: true}}",
        ),
        "rules.yaml:10: meters.sun.export: sun has vat_on_sales",
    ),
    "no month": (("anna: {}", "anna: {from_month: jūnijs}"), "rules.yaml:7: members.anna.from_month: 'jūnijs'"),
    "leaves before he joins": (
        ("anna: {}", "anna: {from_month: 2025-06, until_month: 2025-05}"),
        "rules.yaml:7: members.anna.until_month: the end 2025-05",
    ),
    "day that does not exist": (("2025-06-02, until", "2025-06-31, until"), "rules.yaml:3: period: "),
    "unknown key": (("vat_rate", "vat"), "rules.yaml:2: vat: "),
    "synthetic price": (
        ("type: fixed, price_eur_per_kwh: 0.10", "type: spot, price_eur_per_kwh: latvia_typical"),
        "rules.yaml:5: tariffs.buy.price_eur_per_kwh: the tariff buy has a synthetic price",
    ),
    "price file missing": (
        ("type: fixed, price_eur_per_kwh: 0.10", "type: spot, price_eur_per_kwh: {file: nav.csv, column: x}"),
        "nav.csv: ",
    ),
    "unknown network plan": (("0.10}", "0.10, network: sadales}"), "rules.yaml:5: tariffs.buy: "),
    "unknown zone": (("vat_rate: 0.21", "time_zone: Riga"), "rules.yaml:2: time_zone: "),
    "whole month not there": (("period: {from: 2025-06-02, until: 2025-06-02}\n", ""), "meters.csv:2"),
}


@pytest.mark.parametrize(("change", "message"), WRONG_RULES.values(), ids=WRONG_RULES)
def test_wrong_rules_are_told_with_their_line(settle, change, message):
    assert change[0] in RULES
    outcome = settle(None, RULES.replace(*change, 1))
    assert outcome.exit_code == 2
    assert message in outcome.told
    assert [name for name in outcome.new_files if name.startswith("out")] == []


@pytest.mark.parametrize(
    ("cells", "decimal", "drawn_kwh"),
    [
        ("1.000,4", None, 1000.4),
        ("1.500", "point", 1.5),
        ("1.500", "comma", 1500.0),
        ("1,500", "point", 1500.0),
        ("1 500", None, 1500.0),
    ],
)
def test_thousands_where_they_are_told(tmp_path, cells, decimal, drawn_kwh):
    table = meters([f"02.06.2025 {hour:02}:00;{cells};7;0" for hour in range(24)])
    (tmp_path / "meters.csv").write_text(table, encoding="utf-8")
    stated = f"meter_files: {{decimal: {decimal}}}\n" if decimal else ""
    (tmp_path / "rules.yaml").write_text(RULES + stated, encoding="utf-8")
    metering = read_metering(tmp_path / "meters.csv", load_rules(tmp_path / "rules.yaml"))
    assert metering.drawn_kwh[0].tolist() == [drawn_kwh] * 24


@pytest.mark.parametrize(
    ("cell", "decimal", "drawn_kwh"),
    [
        (12.125, None, 12.125),
        (12.125, "comma", 12.125),
        ("12,125", None, None),
        ("12.125", None, None),
        ("12,125", "comma", 12.125),
    ],
)
def test_number_cells_of_a_workbook_leave_no_doubt_but_texts_do(tmp_path, cell, decimal, drawn_kwh):
    book = Workbook()
    for row in [HEADING.split(";"), *([f"02.06.2025 {hour:02}:00", cell, 7, 0] for hour in range(24))]:
        book.active.append(row)
    book.save(tmp_path / "meters.xlsx")
    stated = f"meter_files: {{decimal: {decimal}}}\n" if decimal else ""
    (tmp_path / "rules.yaml").write_text(RULES + stated, encoding="utf-8")
    rules = load_rules(tmp_path / "rules.yaml")
    if drawn_kwh is None:
        with pytest.raises(ScenarioError, match=rf"meters\.xlsx:2: '{cell}' in the column 'anna_drawn_kwh' may have"):
            read_metering(tmp_path / "meters.xlsx", rules)
    else:
        assert read_metering(tmp_path / "meters.xlsx", rules).drawn_kwh[0].tolist() == [drawn_kwh] * 24


@pytest.mark.parametrize("end", [";", ";;"])
def test_columns_that_are_empty_to_the_heading_are_none(settle, end):
    assert settle(meters([f"{row}{end}" for row in ROWS], f"{HEADING}{end}")).exit_code == 0
    outcome = settle(meters([f"{ROWS[0]};7{end[1:]}", *(f"{row}{end}" for row in ROWS[1:])], f"{HEADING}{end}"))
    assert outcome.exit_code == 2
    assert "meters.csv:1: " in outcome.told


DOUBTFUL = {
    "nothing at all": (["0"] * 24, "rules.yaml:9: meters.anna: the meter anna counts nothing in the whole period"),
    "twice what the fuse carries": (
        [*["0,4"] * 23, "1.000,4"],
        "rules.yaml:9: meters.anna.fuse_a: the meter anna counts 1\N{NO-BREAK SPACE}000 kW at 2 June 2025, 23:00, more "
        "than twice what its main fuse of 1 x 16 A carries (3.68 kW)",
    ),
    "readings of a register": (
        [f"0,{hour:02}" for hour in range(24)],
        "rules.yaml:9: meters.anna: the meter anna never counts less than in the interval before",
    ),
}


@pytest.mark.parametrize(("column", "warning"), DOUBTFUL.values(), ids=DOUBTFUL)
def test_what_a_meter_hardly_counted_is_told_beside_the_invoices(settle, column, warning):
    """The fuse: 16 A x 230 V = 3.68 kW."""
    table = meters([f"{row[:16]};{kwh};0,2;0" for row, kwh in zip(ROWS, column, strict=True)])
    rules = RULES.replace("import: buy}", "import: buy, phases: 1, fuse_a: 16}", 1)
    outcome = settle(table, rules)
    assert outcome.exit_code == 0
    assert warning in outcome.told
    assert outcome.told.count("Warning") == 1


def test_an_interval_that_stands_out_is_told_without_a_fuse(settle):
    outcome = settle(meters(with_row(4, "02.06.2025 04:00;1500;0,2;0")))
    assert (
        "the meter anna counts 1\N{NO-BREAK SPACE}500 kWh at 2 June 2025, 04:00, more than twenty times" in outcome.told
    )
    assert "stands" not in settle(meters(with_row(4, "02.06.2025 04:00;15;0,2;0"))).told


def test_one_file_for_two_meters_is_told(settle):
    """Constant energy may be the same by chance: the sun's 0.2 kWh beside another 0.2 are not told."""
    rules = RULES.replace("anna: {}", "anna: {}, zane: {}").replace(
        "  sun:", "  zane: {member: zane, import: buy}\n  sun:"
    )
    heading = f"{HEADING};zane_drawn_kwh"
    rows = [f"02.06.2025 {hour:02}:00;1,{hour};0,2;0;1,{hour}" for hour in range(10)]
    rows += [f"02.06.2025 {hour:02}:00;0,5;0,2;0;0,5" for hour in range(10, 24)]
    assert "the meter zane counts the same as anna in every interval" in settle(meters(rows, heading), rules).told
    constant = [f"02.06.2025 {hour:02}:00;1,5;0,2;0;1,5" for hour in range(24)]
    assert "counts the same" not in settle(meters(constant, heading), rules).told


def test_a_cap_that_meters_cannot_tell_is_named(settle):
    outcome = settle(
        None,
        RULES.replace(
            "export_fixed, price_eur_per_kwh: 0.04}", "net_billing, price_eur_per_kwh: 0.04, surplus_cap_fraction: 0.2}"
        ),
    )
    assert outcome.exit_code == 0
    assert "rules.yaml:6: tariffs.sell.surplus_cap_fraction: whether more is sold" in outcome.told


@pytest.mark.parametrize("heading", ["anna (kW)", "anna (MW)", "anna (m3)"])
def test_what_is_no_energy_is_refused(settle, heading):
    rules = RULES.replace("import: buy}", f"import: buy, drawn: '{heading}'}}", 1)
    outcome = settle(meters(heading=HEADING.replace("anna_drawn_kwh", heading)), rules)
    assert outcome.exit_code == 2
    assert f"meters.csv:1: the column '{heading}' is in {heading[6:-1]}; meters count energy" in outcome.told


@pytest.mark.parametrize(("words", "told"), [((), "relative to the folder"), (("--lang", "lv"), "attiecībā pret mapi")])
def test_meter_file_that_is_not_there(settle, tmp_path, words, told):
    settle()
    outcome = call(tmp_path, "settle", "village/nothing.csv", "--rules", "rules.yaml", "--out", "other", *words)
    assert outcome.exit_code == 2
    assert "village/nothing.csv" in outcome.told
    assert told in outcome.told
    assert [name for name in outcome.new_files if name.startswith("other")] == []


def test_no_unit_is_no_guess(settle):
    rules = RULES.replace("import: buy}", "import: buy, drawn: Anna}", 1)
    outcome = settle(meters(heading=HEADING.replace("anna_drawn_kwh", "Anna")), rules)
    assert outcome.exit_code == 2
    assert "meters.csv:1: the column 'Anna' states no unit" in outcome.told
    stated = rules + "meter_files: {unit: kWh}\n"
    assert settle(meters(heading=HEADING.replace("anna_drawn_kwh", "Anna")), stated).exit_code == 0


@pytest.mark.parametrize("case", [*WRONG_FILES])
def test_messages_are_told_in_latvian(settle, case):
    outcome = settle(WRONG_FILES[case][0], RULES, "--lang", "lv")
    assert outcome.exit_code == 2
    assert outcome.told.strip()
    assert not [word for word in (" the ", "Traceback", "pydantic") if word in outcome.told]


def test_messages_are_told_in_the_language_of_the_rules(settle):
    outcome = settle(WRONG_FILES["negative"][0], f"language: lv\n{RULES}")
    assert outcome.exit_code == 2
    assert "enerģija ir nulle vai vairāk" in outcome.told
