"""Ways along streets: lengths by hand, and what holds for any streets."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energycommunity.errors import ScenarioError
from energycommunity.heat_network.line_network import joined_lines
from energycommunity.heat_network.routing import route
from energycommunity.heat_network.tree import nodes_from_plant
from tests.heat_network.made_up_village import BUILDINGS, PLANT, STREETS


def lengths(ways):
    return {(way.begin, way.end): way.length_m for way in ways}


def test_the_village_is_reached_by_a_short_tree():
    """Proves: pipes share streets, and the cross path is taken where it is shorter than a second street.

    Hand calculation: from the plant 30 + 200 m to the crossing of Dārza iela. North of it 150 m to Parka taka and 20 m
    along it to the foot of the preschool (10 m), then 80 + 50 + 20 m to the school; by Skolas iela the school would
    need 200 + 20 m of its own. South 150 + 80 + 20 m to the clinic. East 30 m (parish hall 20 m), 70 m to Ezera iela:
    30 m (culture house 20 m), 70 m to the yard, from there 80 + 20 m to flats A and 90 + 20 m to flats B; on by
    100 + 60 + 20 m to the shop. Together 1440 m.
    Sensitivity: the shortest ways from the plant would lay 220 m along Skolas iela to the school in place of 150 m.
    """
    ways = route(list(STREETS.values()), ("boiler_house", PLANT), BUILDINGS, 100.0)
    found = lengths(ways)
    assert sum(found.values()) == pytest.approx(1440.0)
    assert found["boiler_house", "junction_1"] == 230.0
    assert found["junction_2", "school"] == 150.0
    assert found["junction_1", "clinic"] == 250.0
    assert found["junction_4", "shop"] == 180.0
    assert nodes_from_plant(list(found))[0] == "boiler_house"


def test_a_place_on_the_street_itself_has_a_pipe_with_a_length():
    (way,) = route([[(0, 0), (50, 0)]], ("plant", (0, 0)), {"house": (50, 0)}, 10.0)
    assert (way.begin, way.end, way.length_m) == ("plant", "house", pytest.approx(50.2))


def test_houses_may_be_called_like_junctions():
    houses = {"junction_1": (50.0, 10.0), "b": (50.0, -10.0), "c": (90.0, 0.0)}
    ways = route([[(0, 0), (100, 0)]], ("plant", (0, 5)), houses, 20.0)
    assert len(nodes_from_plant([(way.begin, way.end) for way in ways])) == 5


def test_places_that_streets_do_not_reach_are_told_with_their_distance():
    streets = [[(0, 0), (100, 0)], [(200, 0), (300, 0)]]
    with pytest.raises(ScenarioError) as caught:
        route(streets, ("plant", (0, 10)), {"far": (50, 80), "beyond": (250, 10)}, 50.0)
    told = {fault.values["name"]: (fault.key, fault.values) for fault in caught.value.faults}
    assert told["far"][0] == "network_far_from_streets"
    assert (told["far"][1]["distance"], told["far"][1]["limit"]) == (80.0, 50.0)
    assert told["beyond"][0] == "network_streets_apart"
    assert told["beyond"][1]["gap"] == pytest.approx(100.0)


def test_lines_meet_within_a_metre_and_not_beyond():
    near = joined_lines([[(0, 0), (100, 0)], [(40, 0.9), (40, 30)]])
    far = joined_lines([[(0, 0), (100, 0)], [(40, 1.1), (40, 30)]])
    assert [len(network.pieces) for network in (near, far)] == [3, 2]


def test_streets_cross_and_pipes_pass_over_each_other():
    cross = [[(0, 0), (100, 0)], [(50, -50), (50, 50)]]
    assert len(joined_lines(cross).pieces) == 4
    assert len(joined_lines(cross, crossings_meet=False).pieces) == 2


@st.composite
def villages(draw):
    """A grid of streets with some blocks left out, all rows joined by one street; a plant and houses beside rows.

    They stand nearer to their row than to any other street: no two feet are equally near.
    """
    columns, rows = draw(st.integers(2, 5)), draw(st.integers(2, 4))
    spans = [((x * 100, y * 80), ((x + 1) * 100, y * 80)) for y in range(rows) for x in range(columns - 1)]
    cross = [((x * 100, y * 80), (x * 100, (y + 1) * 80)) for x in range(columns) for y in range(rows - 1)]
    kept = [line for line in cross if line[0][0] == 0 or draw(st.booleans())]
    numbers = (st.integers(0, columns - 2), st.integers(25, 75), st.integers(0, rows - 1), st.integers(3, 20))
    chosen = draw(st.lists(st.tuples(*numbers), min_size=2, max_size=9, unique=True))
    places = [(100 * column + along, 80 * row + away) for column, along, row, away in chosen]
    return spans + kept, places[0], {f"house_{number}": place for number, place in enumerate(places[1:])}


@given(villages())
@settings(deadline=None, max_examples=60)
def test_every_house_is_reached_by_a_tree_no_longer_than_ways_of_their_own(village):
    streets, plant, houses = village
    ways = route(streets, ("plant", plant), houses, 1000.0)
    order = nodes_from_plant([(way.begin, way.end) for way in ways])
    assert order[0] == "plant"
    assert set(houses) <= set(order)
    assert sum(way.length_m for way in ways) <= own_ways_m(streets, plant, houses) + 0.05 * len(ways)
    for way in ways:
        assert way.length_m == pytest.approx(length_of(way.path_m), abs=0.06)


def length_of(path):
    return sum(((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) ** 0.5 for a, b in pairwise(path))


def own_ways_m(streets, plant, houses):
    """The sum of shortest ways from the plant, over the points of streets at every metre."""
    graph = nx.Graph()
    for (x1, y1), (x2, y2) in streets:
        steps = max(abs(x2 - x1), abs(y2 - y1))
        nx.add_path(graph, [(x1 + (x2 - x1) * k // steps, y1 + (y2 - y1) * k // steps) for k in range(steps + 1)])
    far_m = nx.single_source_shortest_path_length(graph, foot(plant))
    return sum(plant[1] % 80 + far_m[foot(house)] + house[1] % 80 for house in houses.values())


def foot(place):
    """The point of its row beside which a place stands."""
    return place[0], place[1] - place[1] % 80
