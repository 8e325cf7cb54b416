"""Network tariffs: a rate per kWh that crosses the meter, and a charge for the capacity of the connection.

A plan of the dated catalogue (AS Sadales tīkls: `sadales_tikls_pamata_1`) or own rates.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from pydantic import Field

from energycommunity.parameters import network_tariff
from energycommunity.quantities import Model
from energycommunity.tariffs.charges import Charge, EnergyCharge, FixedCharge
from energycommunity.time_grid import TimeGrid


class NetworkRates(Model):
    """The rates of a network tariff, as the operator prints them, without VAT."""

    energy_eur_per_kwh: float = Field(default=0.0, description="Charge for delivery of every kWh drawn from the grid")
    capacity_eur_per_a_month: float = Field(default=0.0, description="Charge per ampere of the main fuse and month")
    standing_charge_eur_per_month: float = Field(default=0.0, description="Charge per connection and month")


def network_rates(plan: str | NetworkRates, day: str, phases: int) -> NetworkRates:
    """The rates of a plan on a day (an ISO date) for a connection of 1 or 3 phases.

    Raises
    ------
    ParameterError
        If the catalogue has no such plan, or no charges of that day.

    Examples
    --------
    >>> network_rates("sadales_tikls_pamata_1", "2027-01-01", 3).energy_eur_per_kwh
    0.03865
    """
    if isinstance(plan, NetworkRates):
        return plan
    rates = network_tariff(plan, day)
    capacity = rates.get("fixed_single_phase_eur_per_a_month" if phases == 1 else "fixed_three_phase_eur_per_a_month")
    return NetworkRates(
        energy_eur_per_kwh=rates["energy_eur_per_kwh"].value,
        capacity_eur_per_a_month=capacity.value if capacity else 0.0,
    )


def network_charges(
    rates: Sequence[NetworkRates], time: TimeGrid, fuse_a: float, count: int, shared_fraction: float = 1.0
) -> tuple[Charge, ...]:
    """The charges of `count` equal connections with a main fuse of `fuse_a` [A] each.

    `rates`: those of each civil month; `shared_fraction`: the part of the rate that energy shared with other members
    pays.
    """
    energy = np.array([each.energy_eur_per_kwh for each in rates])
    standing = [each.capacity_eur_per_a_month * fuse_a + each.standing_charge_eur_per_month for each in rates]
    return (
        EnergyCharge("network", energy[time.month_of], "crossing", shared_fraction),
        FixedCharge("network", np.array(standing) * count),
    )
