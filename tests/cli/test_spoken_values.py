"""Numbers and times in messages are written as the language writes them, in one place for all messages."""

from __future__ import annotations

from datetime import datetime

import pytest

from energycommunity.errors import Fault

LACK = {
    "place": "school",
    "peak_kw": 123_456.7,
    "hours": 8760.0,
    "when": datetime(2025, 1, 15, 7),
    "needed_kw": 123_467.8,
    "most_kw": 11.085,
    "less": 99.991,
}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            "school lacks electricity: up to 123 457 kW in 8 760 h beyond the 11.1 kW that its connection carries, "
            "most at 15 January 2025, 07:00. A connection for at least 123 468 kW (a larger fuse_a or import_limit_kw),"
            " or 100 % less",
        ),
        (
            "lv",
            "Vietā school trūkst elektroenerģijas: līdz 123 457 kW 8 760 h garumā papildus 11,1 kW, ko nodrošina "
            "pieslēgums, visvairāk 15.01.2025. plkst. 07:00. To segtu pieslēgums ar jaudu 123 468 kW",
        ),
    ],
)
def test_message_has_no_exponent_and_the_decimal_mark_of_its_language(language, words):
    """Proves: “1.23e+05 kW” and “1e+02 %” are gone; thousands are grouped, dates are those of the language.

    Sensitivity: with %.3g the power reads 1.23e+05 and the share 1e+02; an ISO date in Latvian.
    Hand calculation: 123 456.7 = 123 457; 11.085 = 11.1; 99.991 = 100.
    """
    told = Fault("infeasible_lack_of_electricity", LACK).tell(language).replace("\u00a0", " ")
    assert told.startswith(words)


def test_whole_numbers_such_as_years_are_not_grouped():
    told = Fault("heat_bill_notice_not_normalised_in_heat_bill", {"building": "school", "year": 2025}).tell()
    assert "as billed in 2025," in told


def test_limits_of_the_law_are_told_as_they_stand():
    """Proves: 999.99 kW is not rounded to 1 000 kW, and has a comma in Latvian."""
    values = {"meters": "school", "kw": 1200.0, "limit": 999.99, "source": "law", "date": "2024-05-01"}
    told = Fault("generation_notice_net_settlement", values)
    assert "the 999.99 kW of net settlement" in told.tell()
    assert "999,99 kW" in told.tell("lv")
