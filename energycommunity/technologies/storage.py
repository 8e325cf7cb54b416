"""The content of a storage over the year, one formula for batteries and tanks.

    content[t+1] = (1 - loss)^h · content[t] + η_charge · h · charge[t] - h / η_discharge · discharge[t]
    content[t] <= capacity,   charge[t], discharge[t] <= power per capacity · capacity

Content is that at the start of a step; the last step leads back to the first (cyclic).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from energycommunity.technologies.exclusion import exclude
from energycommunity.technologies.ledger import Term

if TYPE_CHECKING:
    from energycommunity.technologies.block import Block, Investment, Variable


@dataclass(frozen=True)
class StorageProperties:
    """What the recursion needs: fractions, loss per hour of the content, and power per content [kW/kWh] or no limit.

    `takes_power`: whether charging takes further energy, such as that of a compressor.
    """

    charge_efficiency: float
    discharge_efficiency: float
    loss_per_h: float
    power_kw_per_kwh: float | None
    start_content: float | None = None
    takes_power: bool = False


@dataclass(frozen=True)
class StorageFlows:
    """Power into and out of the storage [kW]."""

    charge: Variable
    discharge: Variable


def store(block: Block, capacity: Investment, properties: StorageProperties, burns: bool) -> StorageFlows:
    """Declare content and power of a storage of the given capacity [kWh].

    `burns`: whether energy is worth less than nothing in any step, so that a lossy storage would gain by charging and
    discharging at once, then or later; a binary in every step allows only one of them. Without it that never pays.
    """
    step_h = block.time.step_h
    per_content = properties.power_kw_per_kwh
    power = capacity.upper * (per_content if per_content is not None else 1.0 / step_h)
    content = block.operate("content_kwh", upper=capacity.upper)
    charge = block.operate("charge_kw", upper=power)
    discharge = block.operate("discharge_kw", upper=power)
    kept = (1.0 - properties.loss_per_h) ** step_h
    gained = properties.charge_efficiency * step_h
    spent = step_h / properties.discharge_efficiency
    block.constrain(
        "content",
        lambda t: content[block.next_step(t)] == kept * content[t] + gained * charge[t] - spent * discharge[t],
    )
    block.constrain("capacity", lambda t: content[t] <= capacity.decision)
    if per_content is not None:
        block.constrain("charge", lambda t: charge[t] <= per_content * capacity.decision)
        block.constrain("discharge", lambda t: discharge[t] <= per_content * capacity.decision)
    if properties.start_content is not None:
        block.constrain_once("start", content[0] == properties.start_content * capacity.decision)
    lossy = properties.takes_power or properties.charge_efficiency * properties.discharge_efficiency < 1.0
    if lossy and burns:
        exclude(block, "direction", np.ones(block.time.steps, dtype=bool), (Term(charge),), (Term(discharge),))
    (block.opposites if lossy else block.lossless_opposites).append((charge, discharge))
    return StorageFlows(charge, discharge)
