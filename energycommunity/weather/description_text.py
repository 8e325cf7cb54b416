"""The description of a weather dataset as a table for the terminal."""

from __future__ import annotations

import numpy as np

from energycommunity.texts import text
from energycommunity.weather.description import WeatherDescription

COLUMNS = ("month", "temperature", "ghi", "sunshine", "wind")


def description_text(description: WeatherDescription, language: str = "en") -> str:
    """A table of the months and the figures of the year, in plain characters.

    Parameters
    ----------
    description : WeatherDescription
        From `describe`.
    language : {"en", "lv"}
        Language of the words; numbers have the decimal sign of the language.
    """
    heads = [text(f"weather_head_{column}", language) for column in COLUMNS]
    rows = [[text(f"weather_month_{month}", language), *_month(description, month - 1)] for month in range(1, 13)]
    rows.append([text("weather_year", language), *_year(description)])
    widths = [max(len(row[column]) for row in [heads, *rows]) for column in range(len(heads))]
    table = [_line(row, widths) for row in [heads, *rows]]
    remarks = [
        text("weather_degree_days", language, value=description.heating_degree_days),
        text("weather_heating_days", language, value=description.heating_days),
        text("weather_south_roof", language, value=description.south_roof_kwh_per_kwp),
    ]
    if description.coldest_spell_start:
        spell = {"mean": description.coldest_spell_mean_c, "day": description.coldest_spell_start}
        remarks.insert(2, text("weather_cold_spell", language, **spell))
    heading = [description.source, *([text("weather_synthetic", language)] if description.synthetic else [])]
    told = "\n".join([*heading, "", *table, "", *remarks])
    return _with_decimal_comma(told) if language == "lv" else told


def _month(description: WeatherDescription, month: int) -> list[str]:
    values = (
        (description.temperature_c[month], 1),
        (description.ghi_kwh_per_m2[month], 0),
        (description.sunshine_h[month], 0),
        (description.wind_speed_m_per_s[month], 1),
    )
    return ["–" if np.isnan(value) else f"{value:.{decimals}f}" for value, decimals in values]


def _year(description: WeatherDescription) -> list[str]:
    return [
        f"{description.mean_temperature_c:.1f}",
        f"{_sum(description.ghi_kwh_per_m2):.0f}",
        f"{_sum(description.sunshine_h):.0f}",
        f"{description.mean_wind_speed_m_per_s:.1f}",
    ]


def _sum(months: tuple[float, ...]) -> float:
    return float(np.nansum(months))  # NaN: a month that is not covered


def _line(row: list[str], widths: list[int]) -> str:
    first, *rest = (
        cell.ljust(width) if place == 0 else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join([first, *rest])


def _with_decimal_comma(told: str) -> str:
    """Decimal commas in the numbers; dates and the source keep their signs."""
    import re

    heading, rest = told.split("\n", 1)
    return heading + "\n" + re.sub(r"(?<=\d)\.(?=\d)", ",", rest)
