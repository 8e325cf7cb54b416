"""What a community is worth to each member: alone, sharing what happens to be there, and dispatched together."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from energycommunity.results.told_apart import is_told_apart


@dataclass(frozen=True)
class MemberWorth:
    """One member.

    Parameters
    ----------
    alone_eur, as_it_happens_eur, together_eur : float
        Yearly cost where nobody shares, where what everybody does alone is shared, and dispatched together, by the key
        of the scenario [EUR/a].
    gains_eur : dict of str to float
        Cost alone less cost together, by key [EUR/a].
    worst_month, worst_month_gain_eur : str, float
        The month in which his bills gain least, and how much [EUR].
    lost_without_eur : float
        What all together would no longer save if he left [EUR/a].
    rest_saves_eur : float
        What the others still save together without him [EUR/a].
    others_gain_eur : float
        What the others have of him: what all save less his gain by the key of the scenario and what they save without.
    entry_fee_eur : float or None
        Smallest yearly payment to the others at which neither he nor they lose by his joining; below zero a discount,
        None where there is none.
    balancing_eur : float or None
        What he pays (below zero: receives) a year for nobody to lose, as little as possible in all; None where all
        together lose.
    """

    alone_eur: float
    as_it_happens_eur: float
    together_eur: float
    gains_eur: dict[str, float]
    worst_month: str
    worst_month_gain_eur: float
    lost_without_eur: float
    rest_saves_eur: float
    others_gain_eur: float
    entry_fee_eur: float | None
    balancing_eur: float | None


@dataclass(frozen=True)
class Excess:
    """What a coalition would gain by standing apart, with the amounts of nucleolus or least core [EUR/a].

    Parameters
    ----------
    least_eur : float
        Some coalition would gain as much whatever is paid; the core is empty where it is above zero.
    most_eur : float
        With these amounts none gains more; that is proven for all of them.
    asked : int
        How many coalitions were worked out for the proof; 0 where every one was.
    """

    least_eur: float
    most_eur: float
    asked: int


@dataclass(frozen=True)
class CommunityWorth:
    """All members who can share, and how well the differences are known.

    Parameters
    ----------
    members : dict of str to MemberWorth
        By name.
    open_alone_eur, open_together_eur : float
        What the proofs leave open of the costs alone and together [EUR/a].
    shapley_error_eur : dict of str to float
        Standard error of each Shapley amount; zeros where every coalition was worked out.
    sizes_free : bool
        Whether every coalition, and everyone alone, has the sizes that suit it best; else those of the solution.
    orders : int
        How many orders of coming were drawn for the Shapley value; 0 where every coalition was worked out.
    coalitions : int
        How many were worked out beside everyone alone and all together.
    open_coalition_eur : float
        What the proofs leave open of the cost of a coalition at most [EUR/a].
    excess : Excess or None
        What a coalition would gain by standing apart; None where there are too many to look for one.
    """

    members: dict[str, MemberWorth]
    open_alone_eur: float
    open_together_eur: float
    shapley_error_eur: dict[str, float]
    sizes_free: bool
    orders: int
    coalitions: int
    open_coalition_eur: float
    excess: Excess | None

    @property
    def open_worth_eur(self) -> float:
        """What is left open of the worth of a coalition at most: of its cost and of that of everyone alone [EUR/a]."""
        return self.open_alone_eur + self.open_coalition_eur

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys under which gains are told, the scenario's first."""
        return tuple(next(iter(self.members.values())).gains_eur)

    def total(self, way: str) -> float:
        """Cost of all of them in one of the ways `alone`, `as_it_happens`, `together` [EUR/a]."""
        return sum(float(getattr(member, f"{way}_eur")) for member in self.members.values())

    def open_eur(self, way: str) -> float:
        """What is left open of the difference between a way and everyone alone [EUR/a]."""
        return self.open_alone_eur + (self.open_together_eur if way == "together" else 0.0)

    def distinguishable(self, way: str) -> bool:
        """Whether the difference of a way to everyone alone is known to a tenth of itself."""
        return is_told_apart(self.total("alone") - self.total(way), self.open_eur(way))

    def plain(self) -> dict[str, Any]:
        """As plain values, with the three ways side by side."""
        ways = {
            way: {
                "eur_per_year": self.total(way),
                "saved_eur_per_year": self.total("alone") - self.total(way),
                "open_eur_per_year": self.open_eur(way),
                "distinguishable": self.distinguishable(way),
            }
            for way in ("as_it_happens", "together")
        }
        return {"ways": {"alone": {"eur_per_year": self.total("alone")}, **ways}, **asdict(self)}
