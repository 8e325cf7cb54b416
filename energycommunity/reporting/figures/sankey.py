"""Energy of a year from where it comes to where it goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from energycommunity.reporting.edition import Edition
from energycommunity.reporting.figures.frame import Figure
from energycommunity.reporting.flows import Flow
from energycommunity.reporting.names import group_name
from energycommunity.reporting.palette import group_colour
from energycommunity.technologies.chilling import ELECTRICITY

#: Links below this part of the largest are left out.
NEGLIGIBLE = 0.002

#: Room for the buttons at the top right, which would cover the label of the first node [px].
TOOLBAR = 36

#: Carriers that have a node of their own between what gives them and what takes them.
BUSES = ("electricity", "heat", "hydrogen")

Link = tuple[str, str, float]


@dataclass
class _Nodes:
    """Places of the nodes by name."""

    order: dict[str, int] = field(default_factory=dict)

    def place(self, name: str) -> int:
        return self.order.setdefault(name, len(self.order))


def sankey(edition: Edition, name: str) -> Figure:
    """Sources, plants, electricity and heat, and uses, as wide as their energy [MWh/a]."""
    links = [link for link in _links(edition, name) if link[2] > 0.0]
    most = max((mwh for _, _, mwh in links), default=0.0)
    links = [link for link in links if link[2] > NEGLIGIBLE * most]
    nodes = _Nodes()
    ends = [(nodes.place(source), nodes.place(target)) for source, target, _ in links]
    groups = list(nodes.order)
    unit = edition.per_year("MWh")
    return {
        "data": [
            {
                "type": "sankey",
                "arrangement": "snap",
                "valueformat": ",.1f",
                "valuesuffix": f" {unit}",
                "node": {
                    "label": [_label(edition, group) for group in groups],
                    "color": [group_colour(_plain(group)) for group in groups],
                    "pad": 24,
                    "thickness": 16,
                    "line": {"width": 0},
                },
                "link": {
                    "source": [source for source, _ in ends],
                    "target": [target for _, target in ends],
                    "value": [round(mwh, 2) for _, _, mwh in links],
                    "color": [_faint(group_colour(_plain(source))) for source, _, _ in links],
                },
            }
        ],
        "layout": {"height": 484, "margin": {"l": 8, "r": 8, "t": TOOLBAR, "b": 12}},
    }


def _links(edition: Edition, name: str) -> Iterator[Link]:
    """From source to bus, through plants, to uses."""
    flows = [flow for flow in edition.flows[name] if not _is_of_cold(flow)]
    for group in dict.fromkeys(flow.group for flow in flows):
        yield from _of_group(edition, group, [flow for flow in flows if flow.group == group])
    yield from _cooling(edition, name)


def _cooling(edition: Edition, name: str) -> Iterator[Link]:
    """Electricity for cooling as a use: cold is heat that leaves, and has a balance and a figure of its own."""
    electricity = [flow for flow in edition.flows[name] if flow.series.endswith(f".{ELECTRICITY}")]
    yield "electricity", "use:cooling", sum(edition.yearly_kwh(flow.power_kw) for flow in electricity) / 1e3


def _is_of_cold(flow: Flow) -> bool:
    return flow.carrier == "cooling" or flow.series.endswith(f".{ELECTRICITY}")


def _of_group(edition: Edition, group: str, flows: list[Flow]) -> Iterator[Link]:
    sums: dict[tuple[str, str], float] = {}
    for flow in flows:
        key = (flow.part, flow.carrier)
        sums[key] = sums.get(key, 0.0) + edition.yearly_kwh(flow.power_kw) / 1e3
    ends = {"sold": "sold", "own": "other", "lost": "losses", "used": f"use:{group}"}
    for (part, carrier), mwh in sums.items():
        if part == "bought":
            yield "grid", carrier, mwh
        elif part in ends:
            yield carrier, ends[part], mwh
        elif part == "charged":
            yield carrier, "losses", mwh - sums.get(("discharged", carrier), 0.0)
    yield from _of_plant(group, sums)


def _of_plant(group: str, sums: dict[tuple[str, str], float]) -> Iterator[Link]:
    """What goes into a plant and comes out; the difference is loss, or heat of the surroundings."""
    taken = {carrier: mwh for (part, carrier), mwh in sums.items() if part == "taken"}
    into = taken | {f"fuel:{carrier}": mwh for (part, carrier), mwh in sums.items() if part == "fuel"}
    out = {carrier: mwh for (part, carrier), mwh in sums.items() if part == "made"}
    for carrier, mwh in into.items():
        yield carrier, group, mwh
    for carrier, mwh in out.items():
        yield group, carrier, mwh
    if into and out:
        gain = sum(out.values()) - sum(into.values())
        yield ("ambient", group, gain) if gain > 0.0 else (group, "losses", -gain)


def _plain(group: str) -> str:
    """The group whose colour a node has."""
    if group.startswith("use:"):
        return group.removeprefix("use:")
    if group.startswith("fuel:"):
        return group.replace("fuel:", "fuel_boiler:")
    return "grid" if group == "sold" else group


def _label(edition: Edition, group: str) -> str:
    if group.startswith("fuel:"):
        return edition.voice.carrier(group.removeprefix("fuel:"))
    if group.startswith("use:"):
        return group_name(edition.voice, group.removeprefix("use:"))
    if group in BUSES:
        return edition.voice.carrier(group)
    if group in ("grid", "sold", "ambient", "losses", "other"):
        return edition.voice.say(f"node_{group}")
    return group_name(edition.voice, group)


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.38)"
