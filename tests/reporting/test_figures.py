"""Figures keep energy, pick the right weeks, and stay small."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from energycommunity.reporting.figures.duration import duration_curves
from energycommunity.reporting.figures.sankey import sankey
from energycommunity.reporting.figures.weeks import _week, chosen_weeks
from energycommunity.reporting.first_figure import ON_SCREEN, WIDTH, first_figure
from energycommunity.reporting.flows import Flow
from energycommunity.time_grid import TimeGrid
from tests.reporting.conftest import page_of


def ends_of(figure):
    """Energy into and out of each node by its label."""
    node, link = figure["data"][0]["node"], figure["data"][0]["link"]
    into, out = dict.fromkeys(node["label"], 0.0), dict.fromkeys(node["label"], 0.0)
    for source, target, value in zip(link["source"], link["target"], link["value"], strict=True):
        out[node["label"][source]] += value
        into[node["label"][target]] += value
    return into, out


@pytest.mark.parametrize("name", ["baseline", "heat_pump", "gold_boiler"])
def test_what_flows_into_a_node_flows_out(edition, name):
    into, out = ends_of(sankey(edition, name))
    inner = [label for label in into if into[label] and out[label]]
    assert "Heat" in inner
    for label in inner:
        assert into[label] == pytest.approx(out[label], abs=0.05), label


def test_flows_of_the_heat_pump(edition):
    """Proves: ambient heat closes the balance of the heat pump.

    Sensitivity: heat counted as made from electricity alone would need 394.2 MWh of it.
    Hand calculation: 45 kW x 8.76 = 394.2 MWh heat; 394.2 / 3.2 = 123.19 MWh electricity; the rest, 271.01, is ambient.
    """
    into, out = ends_of(sankey(edition, "heat_pump"))
    assert out["Heat pump"] == pytest.approx(394.2, abs=0.01)
    assert out["Ambient heat"] == pytest.approx(271.01, abs=0.01)
    assert into["Losses"] == pytest.approx(5.0 * 8.76, abs=0.01)


def test_duration_curves_fall(edition):
    for trace in duration_curves(edition, "heat_pump")["data"]:
        assert np.all(np.diff(trace["y"]) <= 0.0), trace["name"]


def test_weeks_begin_on_monday_and_are_the_extremes():
    """Proves: of five weeks from a Wednesday on, whole weeks from Monday are looked at.

    Sensitivity: counted from the start, the weeks would begin on Wednesday, step 0.
    Hand calculation: 1 January 2025 is a Wednesday; Monday is 5 days later, step 120. Heat is highest from step 288
    to 455 (second whole week), lowest from 456 to 623 (third).
    """
    grid = TimeGrid(pd.Timestamp("2024-12-31 22:00", tz="UTC"), 5 * 168, 1.0, "Europe/Riga")
    heat = np.full(grid.steps, 10.0)
    heat[288:456], heat[456:624] = 20.0, 1.0
    flows = {"baseline": (Flow("house.space_heat.power_kw", "house.space_heat", "space_heat", "used", "heat", heat),)}
    edition = SimpleNamespace(grid=grid, flows=flows, results=SimpleNamespace(baseline="baseline"))
    winter, summer = chosen_weeks(edition)
    assert (winter, summer) == (slice(288, 456), slice(456, 624))
    assert str(grid.local[winter.start]) == "2025-01-13 00:00:00+02:00"


def test_window_of_two_days_is_one_week(edition):
    assert chosen_weeks(edition) == (slice(0, 48), slice(0, 48))


def test_bars_of_the_first_figure_are_in_proportion(edition, results):
    """Proves: the parts of each bar are as wide as their costs, on one scale for all variants."""
    drawn = first_figure(edition)
    assert drawn.count("<title>") == sum(
        len({entry.kind for entry in result.assessment.accounts.costs}) for result in results.variants.values()
    )
    assert "http" not in drawn


def test_totals_of_costs_are_seen_on_a_narrow_screen(edition):
    """Proves: as wide as the style makes the figure there, the part that is on the screen holds every total.

    A bold figure is 7 units wide in 12.5 units of height.
    """
    style = (files("energycommunity.reporting") / "templates" / "report.css").read_text(encoding="utf-8")
    (percent,) = re.findall(r"figure\.drawn svg \{ width: (\d+)%", style)
    assert WIDTH * 100 / int(percent) >= ON_SCREEN
    totals = re.findall(r'<text x="([\d.]+)" [^>]*font-weight="600"[^>]*>(-?[\d\s]+)</text>', first_figure(edition))
    assert len(totals) == len(edition.variants)
    assert max(float(x) + 7.0 * max(len(total), len("1 234 567")) for x, total in totals) <= ON_SCREEN


def test_figures_are_small(edition):
    html = page_of(edition)
    begin = html.index('id="figures">')
    figures = html[begin + len('id="figures">') : html.index("</script>", begin)]
    assert len(figures) < 200_000
    json.loads(figures)
    assert 'noButtons = ["sendChartToCloud"' in html


@pytest.mark.parametrize("draw", [lambda edition, name: _week(edition, name, slice(0, 24)), duration_curves])
def test_a_carrier_that_does_not_occur_leaves_no_empty_half(edition, draw):
    """Proves: without heat, electricity has the whole figure; with both, each has its half."""
    both = draw(edition, "heat_pump")
    assert [key for key in both["layout"] if key.startswith("yaxis")] == ["yaxis", "yaxis2"]
    flows = {name: tuple(flow for flow in of if flow.carrier == "electricity") for name, of in edition.flows.items()}
    alone = draw(SimpleNamespace(grid=edition.grid, voice=edition.voice, flows=flows), "heat_pump")
    layout = alone["layout"]
    assert [key for key in layout if key.startswith("yaxis")] == ["yaxis"]
    assert layout["yaxis"]["title"]["text"] == "Electricity, kW"
    assert [axis["domain"] for axis in (layout["xaxis"], layout["yaxis"]) if "domain" in axis] == [[0.0, 1.0]]
    assert {(trace["xaxis"], trace["yaxis"]) for trace in alone["data"]} == {("x", "y")}
