"""Who belongs to the community, and in which months."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import numpy as np
from pydantic import AfterValidator, Field

from energycommunity.errors import Fault
from energycommunity.quantities import BoolArray, Model, refusal
from energycommunity.time_grid import TimeGrid

if TYPE_CHECKING:
    from energycommunity.scenario.schema import Scenario


def _month(given: str) -> str:
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", given):
        raise refusal("settle_no_month", given=given)
    return given


#: A civil month as it is written in a file.
Month = Annotated[str, AfterValidator(_month)]


class Membership(Model):
    """Joining and leaving by civil month; outside these months the meters of a member share with nobody."""

    from_month: Month | None = Field(default=None, description="First month in the community, as 2025-03")
    until_month: Month | None = Field(default=None, description="Last month in the community, as 2025-08")

    def takes_part(self, month: str) -> bool:
        """Whether the member belongs to the community in a civil month.

        >>> [Membership(from_month="2025-03").takes_part(month) for month in ("2025-02", "2025-03")]
        [False, True]
        """
        return (self.from_month or month) <= month <= (self.until_month or month)

    def steps(self, time: TimeGrid) -> BoolArray | None:
        """The steps in which the member belongs to the community, shape (steps,); None: all of them."""
        if self.from_month is None and self.until_month is None:
            return None
        return np.array([self.takes_part(month) for month in time.months], dtype=np.bool_)[time.month_of]

    @property
    def ends_before_it_begins(self) -> bool:
        """Whether the last month lies before the first one."""
        return None not in (self.from_month, self.until_month) and str(self.from_month) > str(self.until_month)


def membership_faults(scenario: Scenario) -> Iterator[Fault]:
    """Members who leave before they join, and months that are not computed."""
    dated = {name: member for name, member in scenario.members.items() if member.from_month or member.until_month}
    months = scenario.grid().months if dated else ()
    for name, member in dated.items():
        if member.ends_before_it_begins:
            values: dict[str, object] = {"first": member.from_month, "last": member.until_month}
            yield Fault("settle_months_reversed", values, path=f"members.{name}.until_month")
            continue
        for key, given in (("from_month", member.from_month), ("until_month", member.until_month)):
            if given is not None and given not in months:
                values = {"given": given, "first": months[0], "last": months[-1]}
                yield Fault("scenario_month_not_computed", values, path=f"members.{name}.{key}")


def analysis_faults(scenario: Scenario) -> Iterator[Fault]:
    """An analysis of what members gain by sharing where fewer than two may share: nobody can join or leave."""
    sharing = {meter.owner for meter in scenario.meters.values() if meter.sharing}
    if scenario.community.analysed and len(sharing) < 2:
        yield Fault("scenario_analysis_without_members", {"count": len(sharing)}, path="community.analysis")
