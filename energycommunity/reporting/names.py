"""What people call groups of flows, in figures and tables of months."""

from __future__ import annotations

from energycommunity.reporting.voice import Voice
from energycommunity.technologies.registry import ASSET_TYPES, FRAME_TYPES


def group_name(voice: Voice, group: str) -> str:
    """The name of a group of flows.

    >>> group_name(Voice("en"), "fuel_boiler:pellets"), group_name(Voice("lv"), "space_heat")
    ('Boiler (pellets)', 'Apkure')
    """
    kind, _, carrier = group.partition(":")
    for technology in (*ASSET_TYPES, *FRAME_TYPES):
        if technology.model_fields["type"].default == kind:
            label = voice.label(technology)
            return voice.with_fuel(label, carrier) if carrier else label
    return voice.say(f"group_{group}")


def figure_name(voice: Voice, part: str, group: str) -> str:
    """The name of a group in a legend, where a storage has one entry for both directions.

    >>> figure_name(Voice("en"), "charged", "battery"), figure_name(Voice("en"), "sold", "grid")
    ('Battery', 'To the grid')
    """
    return group_name(voice, group) if part in ("charged", "discharged") else part_name(voice, part, group)


def part_name(voice: Voice, part: str, group: str) -> str:
    """The name of a group in one part of a balance: a battery charges and discharges."""
    if group == "grid":
        return voice.say(f"part_{part}")
    if part in ("charged", "discharged", "lost"):
        return f"{group_name(voice, group)}: {voice.say(f'part_{part}')}"
    return group_name(voice, group)
