"""The description of a weather dataset as a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from energycommunity.texts import text
from energycommunity.weather.description import WeatherDescription

if TYPE_CHECKING:
    import plotly.graph_objects as go

SUN, AIR = "#e0a030", "#b03a2e"


def description_figure(description: WeatherDescription, language: str = "en") -> go.Figure:
    """Global irradiation of the months as columns, mean air temperature as a line.

    Parameters
    ----------
    description : WeatherDescription
        From `describe`.
    language : {"en", "lv"}
        Language of the words.
    """
    import plotly.graph_objects as go

    months = [text(f"weather_month_{month}", language) for month in range(1, 13)]
    sun, air = text("weather_head_ghi", language), text("weather_head_temperature", language)
    figure = go.Figure()
    figure.add_bar(x=months, y=list(description.ghi_kwh_per_m2), name=sun, marker_color=SUN)
    figure.add_scatter(
        x=months, y=list(description.temperature_c), name=air, yaxis="y2", mode="lines+markers", line_color=AIR
    )
    figure.update_layout(
        title=text("weather_figure_title", language, source=description.source),
        yaxis={"title": sun},
        yaxis2={"title": air, "overlaying": "y", "side": "right", "showgrid": False},
        legend={"orientation": "h"},
        separators=", " if language == "lv" else ".,",
        template="simple_white",
    )
    return figure
