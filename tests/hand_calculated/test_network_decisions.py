"""What is decided about a heat network, checked by hand: connections, sizes of pipes, their loss."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from energycommunity.heat_network.pipe_choice import capacity_kw
from energycommunity.parameters.pipe_types import pipe_type
from energycommunity.reporting.edition import Edition
from energycommunity.reporting.tables.heat_networks import network_connections, network_pipes, temperature_levels
from energycommunity.reporting.voice import Voice
from energycommunity.results import Results
from tests.hand_calculated.small_scenario import cost, run_small, series

WEATHER = f"weather: {{series: {(Path(__file__).parents[2] / 'data' / 'weather' / 'gulbene.csv').as_posix()}}}"
#: Loss of one DN20 pipe of series 1 [W/(m K)], from the catalogue; the ground has 6.8 °C in a short run.
U_DN20 = pipe_type("pre_insulated_series_1_dn20").u.value
#: Kelvins of supply and return above the ground at 70/45 °C.
ABOVE_K = 70 + 45 - 2 * 6.8

VILLAGE = """
time: {{steps: 2}}
reserve: {{design_spell: false}}
tariffs:
  purchase: {{type: fixed, price_eur_per_kwh: 0.10}}
  chips: {{type: fuel, carrier: wood_chips, price_eur_per_kwh: 0.03}}
buildings:
  near: {{meter: main, sector: residential, space_heat: {{power_kw: 4}}}}
  far: {{meter: main, sector: municipal, space_heat: {{power_kw: 4}}}}
heat_networks:
  net:
    owner: owner
    level: {{supply_c: 70, return_c: 45}}
    plant_node: boiler_house
    pipes:
      - {{from: boiler_house, to: near, length_m: 10, pipe: {pipe}}}
      - {{from: near, to: far, length_m: {far_m}, pipe: {pipe}}}
    connections: {connections}
    investment_eur_per_m: 1
    lifetime_years: 20
    variable_om_eur_per_kwh: 0
    pumping_electricity_fraction: 0
    {more}
assets:
  boiler: {{type: fuel_boiler, owner: owner, at: boiler_house, fuel: chips, efficiency: 1, capacity_heat_kw: 50}}
  near_heater: {{type: electric_boiler, owner: owner, meter: main, at: near, efficiency: 1, capacity_heat_kw: 20}}
  far_heater: {{type: electric_boiler, owner: owner, meter: main, at: far, efficiency: 1, capacity_heat_kw: 20}}
"""
PIPE = "pre_insulated_series_1_dn20"
BOTH_OPEN = "{near: optional, far: optional}"


def village(connections=BOTH_OPEN, far_m=10, pipe=PIPE, more="connection_eur: 0"):
    """The village with its connections."""
    return VILLAGE.format(connections=connections, far_m=far_m, pipe=pipe, more=more)


def test_connects_the_near_building_and_leaves_the_far_one(tmp_path):
    """Proves: a building is connected where heat saved is worth more than its pipe and the pipe's loss.

    Sensitivity: both or none if connections were not decided one by one.
    Hand calculation: heat of the network saves 0.10 - 0.03 = 0.07 EUR/kWh. Two hours of 4 kW are 8 kWh, worth 0.56 EUR.
    10 m cost 10 EUR / 20 a = 0.50 EUR/a and lose, in two hours, 2 x U 10 m x 101.4 K / 1000 kWh at 0.03 EUR: about
    0.01 EUR, so that the near building pays. 100 m more cost 5 EUR/a: the far one stays away.
    """
    result = run_small(tmp_path, [village(far_m=100), WEATHER])
    loss_kw = U_DN20 * 10 * ABOVE_K / 1000
    assert series(result, "net.to_near_kw") == pytest.approx([4.0, 4.0])
    assert series(result, "net.to_far_kw") == pytest.approx([0.0, 0.0])
    assert series(result, "net.heat_loss_kw") == pytest.approx([loss_kw, loss_kw])
    assert cost(result, asset="net", kind="annuity") == pytest.approx(0.50)
    assert result.annual_cost_eur == pytest.approx(0.50 + 0.03 * (8 + 2 * loss_kw) + 0.10 * 8)


def test_all_or_none_of_a_group(tmp_path):
    """Proves: in a group the near building, which alone would pay, is connected only with the far one, so none is.

    Sensitivity: 1.54 EUR with the near one alone.
    Hand calculation: both together save 1.12 EUR and their pipes cost 5.50 EUR/a: 16 kWh x 0.10 = 1.60 EUR.
    """
    result = run_small(tmp_path, [village(far_m=100, more="groups: {street: [near, far]}"), WEATHER])
    assert series(result, "net.to_near_kw") == pytest.approx([0.0, 0.0])
    assert series(result, "net.heat_loss_kw") == pytest.approx([0.0, 0.0])
    assert result.annual_cost_eur == pytest.approx(1.60)


@pytest.mark.parametrize("connection", ["required", "forbidden"])
def test_a_group_follows_the_building_that_is_settled(tmp_path, connection):
    """Proves: with one building of a group required all are connected, with one forbidden none is.

    Hand calculation: 16 kWh x 0.03 and 110 m / 20 a = 5.50 EUR/a and the loss of 110 m; or 16 kWh x 0.10 = 1.60 EUR.
    """
    connections = f"{{near: optional, far: {connection}}}"
    result = run_small(tmp_path, [village(connections, far_m=100, more="groups: {street: [near, far]}"), WEATHER])
    loss_kwh = 2 * U_DN20 * 110 * ABOVE_K / 1000
    with_network = 5.50 + 0.03 * (16 + loss_kwh)
    assert result.annual_cost_eur == pytest.approx(with_network if connection == "required" else 1.60)


def test_a_pipe_is_as_large_as_the_buildings_that_are_connected(tmp_path):
    """Proves: the first pipe needs a larger size with two buildings than with one, and its loss is that of its size.

    Hand calculation: each building takes most of what a DN20 carries, both together more than one DN20, less than a
    DN25; the first pipe is DN25 with both and DN20 with one. Loss: U x length x 101.4 K.
    """
    one_kw = 0.9 * capacity_kw(pipe_type("pre_insulated_series_1_dn20"), 70.0, 45.0)
    u25 = pipe_type("pre_insulated_series_1_dn25").u.value
    both_kw = capacity_kw(pipe_type("pre_insulated_series_1_dn25"), 70.0, 45.0)
    assert one_kw < both_kw < 3 * one_kw
    loads = village(pipe="pre_insulated_series_1").replace("power_kw: 4", f"power_kw: {both_kw / 2.1}")
    both = run_small(tmp_path, [loads, WEATHER])
    assert series(both, "net.heat_loss_kw")[0] == pytest.approx((u25 + U_DN20) * 10 * ABOVE_K / 1000)
    far = re.sub(r"(to: far, length_m:) 10", r"\1 9000", loads)
    one = run_small(tmp_path, [far, WEATHER])
    assert series(one, "net.heat_loss_kw")[0] == pytest.approx(U_DN20 * 10 * ABOVE_K / 1000)


def test_a_pipe_that_lies_costs_nothing_until_its_life_ends(tmp_path):
    """Proves: a pipe of the past counts from the year on in which it is laid anew; one of this year from the start.

    Hand calculation: laid in 2015 with 20 years of life, 10 of the horizon's 20 years are without cost: at a rate of
    zero 10 m x 1 EUR/m / 20 a x 10/20 = 0.25 EUR/a; the pipe that leads to the forbidden building alone is not laid.
    """
    required = "{near: required, far: forbidden}"
    old = village(required).replace(f"pipe: {PIPE}}}", f"pipe: {PIPE}, built: 2015}}", 1)
    result = run_small(tmp_path, [old, WEATHER])
    assert cost(result, asset="net", kind="annuity") == pytest.approx(0.25)


def test_connecting_costs_by_building_and_by_kilowatt(tmp_path):
    """Proves: a connection costs what it costs whatever its size, and what each kW of the building's peak costs.

    Hand calculation: (2 + 4 kW x 1) EUR / 20 a = 0.30 EUR/a, beside the pipe's 0.50 EUR/a.
    """
    more = "connection_eur: 2\n    connection_eur_per_kw: 1"
    result = run_small(tmp_path, [village("{near: required, far: optional}", far_m=100, more=more), WEATHER])
    assert cost(result, asset="net", kind="annuity") == pytest.approx(0.80)


def test_in_the_design_winter_a_building_that_stays_away_stands_for_itself(tmp_path):
    """Proves: what a network carries in the spell are its connected buildings and the loss of the pipes that are laid.

    Sensitivity: 45.87 kW if the far building were counted with the network, 50 kW without the loss.
    Hand calculation: the near building's heater gives its 4 kW, so that the boiler's 50 kW are free but for the loss of
    10 m; the far heater has 20 kW less 4 kW.
    """
    cold = village(far_m=100).replace("design_spell: false", "design_spell: true, outdoor_c: -20")
    winter = run_small(tmp_path, [cold, WEATHER]).design_winter
    assert winter is not None
    margins = {heat.place: heat for heat in winter.heat}
    loss_kw = U_DN20 * 10 * ABOVE_K / 1000
    assert margins["net"].loss_kw == pytest.approx(loss_kw, rel=1e-5)
    assert margins["net"].demand_kw == pytest.approx(4 + loss_kw, rel=1e-5)
    assert margins["far"].margin_kw == pytest.approx(16.0, rel=1e-5)
    assert margins["net"].margin_kw == pytest.approx(50 - loss_kw, rel=1e-5)


@pytest.mark.parametrize(
    ("language", "words"), [("en", ("connected", "not connected")), ("lv", ("pieslēgta", "nav pieslēgta"))]
)
def test_the_report_names_connections_pipes_and_levels(tmp_path, language, words):
    """Proves: the tables have the buildings, the pipe with its size, length and loss, and each level with its end.

    Hand calculation: of a window of two hours, 10 m lose 2 h x U 10 m x 101.4 K at 70/45; a level of 140/100 loses more
    heat and saves nothing, so that it is given up or dearer.
    """
    levels = "levels: [{supply_c: 140, return_c: 100}, {supply_c: 70, return_c: 45}, {supply_c: 138, return_c: 100}]"
    racing = village(far_m=100).replace("level: {supply_c: 70, return_c: 45}", levels)
    result = run_small(tmp_path, [racing, WEATHER])
    edition = Edition(Results("small", tmp_path / "small.yaml", "baseline", {"baseline": result}), Voice(language))
    assert [row[1:] for row in network_connections(edition, "baseline").rows] == [("near", words[0]), ("far", words[1])]
    (pipe,) = network_pipes(edition, "baseline").rows
    assert pipe[1:5] == ("boiler_house", "near", PIPE, 10.0)
    assert pipe[5] == pytest.approx(2 * U_DN20 * 10 * ABOVE_K / 1000)
    by_level = {row[1]: row for row in temperature_levels(edition).rows}
    assert list(by_level) == ["net 70/45", "net 140/100", "net 138/100"]
    assert by_level["net 70/45"][2] == pytest.approx(result.annual_cost_eur)
    assert by_level["net 140/100"][2] is None
    assert by_level["net 140/100"][3] > result.annual_cost_eur


@pytest.mark.parametrize(
    ("more", "connection_eur", "far_m"), [("", 5056.76, 25.0), ("connection_eur: 100", 100.0, 40.0)]
)
def test_a_service_line_of_the_catalogue_is_not_laid_a_second_time(tmp_path, more, connection_eur, far_m):
    """Proves: a connection of the catalogue brings 15 m of pipe, so that these metres do not cost as pipe as well.

    Sensitivity: with the 15 m of the pipe to the last building 3,607 EUR more.
    Hand calculation: pipes up to 50 kW cost 180 EUR/m of 2015 times 1.336: 240.48 EUR/m. The pipe to the near building
    leads on, all 10 m are laid; of the 40 m to the far one 25 where its service line of 3785 * 1.336 = 5056.76 EUR
    stands for the rest. Stations: 4 kW at 214.6 * 1.336 = 286.71 EUR/kW each. Pipes and lines live 20 years, as stated.
    """
    sections = village("{near: required, far: required}", 40, PIPE, f"costs_by_size: true\n    {more}")
    result = run_small(tmp_path, [sections.replace("    investment_eur_per_m: 1\n", ""), WEATHER])
    spent = sum(entry.eur for entry in result.assessment.accounts.investments if entry.asset == "net")
    assert spent == pytest.approx(240.48 * (10.0 + far_m) + 2 * connection_eur + 8.0 * 214.6 * 1.336, rel=1e-4)


@pytest.mark.parametrize("connection", ["required", "optional"])
@pytest.mark.parametrize(
    ("renovation", "eur_per_m2", "renovated"),
    [("package: half", 0.01, True), ("packages: [none, half]", 0.01, True), ("packages: [none, half]", 1000.0, False)],
)
def test_pipes_are_laid_for_the_heat_of_the_package_that_is_taken(
    tmp_path, connection, renovation, eur_per_m2, renovated
):
    """Proves: pipes and connection have the size of the renovated peak, decided or chosen, connected or open.

    Sensitivity: DN25 and 1.5 times the heat of a DN20 in every case if the heat as it was counted.
    Hand calculation: the building takes 1.5 times what a DN20 carries, for which a DN25 is needed; half of it a DN20
    carries. Loss: U x 20 m x 101.4 K. Each kW of the connection costs 1 EUR / 20 a, 20 m of pipes 1 EUR/a.
    """
    small_kw, large_kw = (capacity_kw(pipe_type(f"pre_insulated_series_1_dn{dn}"), 70.0, 45.0) for dn in (20, 25))
    peak_kw = 1.5 * small_kw
    assert peak_kw < large_kw
    choice = f"  works: {{type: renovation, at: far, owner: owner, {renovation}}}\n"
    packages = (
        f"renovation_packages: {{half: {{balancing_and_thermostats: {{saved_fraction: 0.5, investment_eur: {eur_per_m2}"
    )
    packages += ", lifetime_years: 20}}}"
    text = village(
        f"{{near: forbidden, far: {connection}}}", pipe="pre_insulated_series_1", more="connection_eur_per_kw: 1"
    )
    text = text.replace(
        "municipal, space_heat: {power_kw: 4}",
        f"municipal, type: private_house, heated_area_m2: 100, space_heat: {{power_kw: {peak_kw}}}",
    )
    text = text.replace("at: far, efficiency: 1, capacity_heat_kw: 20", "at: far, efficiency: 1, capacity_heat_kw: 60")
    result = run_small(tmp_path, [text + choice, WEATHER, packages])
    dn, factor = (20, 0.5) if renovated else (25, 1.0)
    u = pipe_type(f"pre_insulated_series_1_dn{dn}").u.value
    assert series(result, "net.to_far_kw") == pytest.approx([factor * peak_kw] * 2)
    assert series(result, "net.heat_loss_kw") == pytest.approx([u * 20 * ABOVE_K / 1000] * 2)
    assert cost(result, asset="net", kind="annuity") == pytest.approx(1.0 + factor * peak_kw / 20.0)
