"""One colour for each thing in every figure, told apart by people who see colours differently and in grey print.

The hues are those of Okabe and Ito, lightened or darkened where one family needs several.
"""

from __future__ import annotations

INK = "#1b2126"
FAINT = "#6b747c"
GRID = "#e3e6e8"

COST_KINDS: dict[str, str] = {
    "annuity": "#0072b2",
    "investment_tax": "#8fc1e3",
    "fixed_om": "#009e73",
    "variable_om": "#7fcfb5",
    "fuel": "#8a5a2b",
    "energy": "#e69f00",
    "network": "#d55e00",
    "tax": "#9aa3aa",
    "shared": "#cc79a7",
    "escalation": "#56b4e9",
    "income_tax": "#c7ccd0",
    "revenue": "#f0e442",
}

#: By the group of a flow: what gives, takes and uses energy.
GROUPS: dict[str, str] = {
    "grid": "#6b747c",
    "photovoltaics": "#f0c419",
    "wind_turbine": "#44aa99",
    "battery": "#009e73",
    "hot_water_tank": "#cc79a7",
    "pit_storage": "#994f88",
    "solar_thermal": "#e8883a",
    "heat_pump": "#0072b2",
    "fuel_boiler:firewood": "#8a5a2b",
    "fuel_boiler:wood_chips": "#b07c3b",
    "fuel_boiler:pellets": "#d3a35c",
    "fuel_boiler:natural_gas": "#7c6ba8",
    "fuel_boiler:liquid_gas": "#9b8cc4",
    "fuel_boiler:heating_oil": "#4b3f66",
    "fuel_boiler:peat": "#5b4a3a",
    "fuel_boiler:biogas": "#6a8f3c",
    "fuel_boiler:heat": "#d98880",
    "district_heat": "#b03a2e",
    "combined_heat_and_power:wood_chips": "#8c4f62",
    "combined_heat_and_power:natural_gas": "#5a4fcf",
    "combined_heat_and_power:biogas": "#4d7326",
    "hydrogen": "#88ccee",
    "electrolyser": "#4477aa",
    "hydrogen_store": "#6699cc",
    "fuel_cell": "#332288",
    "heat_network": "#a8462f",
    "electricity": "#e69f00",
    "common_electricity": "#f3cf7d",
    "space_heat": "#d55e00",
    "hot_water": "#f0a071",
    "hot_water_booster": "#b3782b",
    "heat": "#d55e00",
    "cooling": "#1f9ed1",
    "air_conditioner": "#77aadd",
    "other": "#c3c9ce",
    "ambient": "#56b4e9",
    "losses": "#b9bfc4",
}

#: Electricity given to the grid.
SOLD = "#b35806"

#: Payments of the years, by the fields of a cash flow.
PAYMENTS: dict[str, str] = {
    "investment_eur": "#0072b2",
    "operation_eur": "#e69f00",
    "residual_eur": "#8fc1e3",
    "grants_eur": "#009e73",
}

#: From little to much; dark is much, also in print.
SEQUENTIAL = [[0.0, "#f7fbff"], [0.25, "#c6dbef"], [0.5, "#6baed6"], [0.75, "#2171b5"], [1.0, "#08306b"]]
#: Sold, nothing, bought.
DIVERGING = [[0.0, "#b35806"], [0.25, "#fdb863"], [0.5, "#f7f7f7"], [0.75, "#92a5d0"], [1.0, "#2d3f7f"]]

_SPARE = ("#332288", "#117733", "#44aa99", "#882255", "#999933", "#aa4499")


def flow_colour(part: str, group: str) -> str:
    """The colour of a group in one part of a balance: what is sold differs from what is bought."""
    return SOLD if part == "sold" else group_colour(group)


def group_colour(group: str) -> str:
    """The colour of a group; one that has none yet gets a spare one, always the same."""
    return GROUPS.get(group) or _SPARE[sum(map(ord, group)) % len(_SPARE)]
