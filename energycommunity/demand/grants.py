"""Grants for renovation and new heat sources: what a programme pays, and which of its conditions are missed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from energycommunity.errors import Fault, Spoken
from energycommunity.parameters.grants import grant_figures, grant_words
from energycommunity.quantities import Model
from energycommunity.texts import LANGUAGES, text

#: What a programme pays for.
Purpose = Literal["renovation", "heating", "electricity", "storage"]
#: Kinds of members, as the section of members has them.
Applicant = Literal["municipality", "household", "apartment_house", "company", "association"]


class GrantProgramme(Model):
    """A programme that pays part of an investment, once its conditions are kept."""

    share: float = Field(ge=0, le=1, description="Part of the investment without VAT that it pays")
    cap_eur: float | None = Field(default=None, ge=0, description="Most that it pays to one applicant")
    min_primary_energy_saved_fraction: float | None = Field(
        default=None, ge=0, le=1, description="Condition: part of the primary energy for heat that is saved"
    )
    max_heat_kwh_per_m2: float | None = Field(
        default=None, gt=0, description="Condition: heat for the rooms per heated area in a year, afterwards"
    )
    max_investment_eur_per_kwh: float | None = Field(
        default=None, gt=0, description="Condition: investment per primary energy that is saved in a year"
    )
    max_capacity_kw: float | None = Field(default=None, gt=0, description="Condition: power of what is built, at most")
    min_capacity_kwh: float | None = Field(default=None, gt=0, description="Condition: content of a storage, at least")
    supports: tuple[Purpose, ...] = Field(
        default=("renovation", "heating", "electricity", "storage"), description="What it pays for"
    )
    who: tuple[Applicant, ...] = Field(default=(), description="Kinds of members that may apply; none: all")
    from_year: int | None = Field(default=None, description="First price year in which it pays")
    until_year: int | None = Field(default=None, description="Last price year in which it pays")
    state: Literal["open", "closed", "unknown"] = Field(
        default="open", description="Whether it takes applications; a closed one pays nothing"
    )

    @property
    def asks_for_savings(self) -> bool:
        """Whether a condition is about the heat of a building before and after, which a renovation alone can keep."""
        energy = (self.min_primary_energy_saved_fraction, self.max_heat_kwh_per_m2, self.max_investment_eur_per_kwh)
        return any(condition is not None for condition in energy)


@dataclass(frozen=True)
class GrantCase:
    """What is applied for.

    Parameters
    ----------
    purpose : {"renovation", "heating", "electricity", "storage"}
        What is built.
    applicant : str
        Kind of the member who pays.
    price_year : int
        Year of the application.
    investment_eur : float
        Without VAT [EUR].
    rooms_after_kwh, heated_area_m2 : float
        Heat for the rooms afterwards [kWh/a], and heated area [m2].
    primary_before_kwh, primary_after_kwh : float
        Primary energy for heat, before and after [kWh/a].
    capacity_kw, capacity_kwh : float
        Power of what makes energy, and content of what stores it.
    """

    purpose: Purpose
    applicant: str
    price_year: int
    investment_eur: float
    rooms_after_kwh: float = 0.0
    heated_area_m2: float = 0.0
    primary_before_kwh: float = 0.0
    primary_after_kwh: float = 0.0
    capacity_kw: float = 0.0
    capacity_kwh: float = 0.0


@dataclass(frozen=True)
class GrantDecision:
    """What is paid, and the conditions that are missed, each a sentence of `texts`."""

    eur: float
    missed_conditions: tuple[Fault, ...] = ()


def programme_of(grant: str | GrantProgramme) -> GrantProgramme:
    """A programme by its name in the catalogue, or the one the file states.

    Raises
    ------
    ParameterError
        If the catalogue has no such programme; names the nearest.

    Examples
    --------
    >>> programme_of("altum_apartments_2022").min_primary_energy_saved_fraction
    0.3
    """
    if isinstance(grant, GrantProgramme):
        return grant
    words = grant_words(grant)
    figures = {field: figure.value for field, figure in grant_figures(grant).items()}
    return GrantProgramme.model_validate(
        {
            **figures,
            "supports": (words["supports"],),
            "who": tuple(words["who"]),
            **{key: words[key] for key in ("from_year", "until_year", "state")},
        }
    )


def grant_of(programme: GrantProgramme, case: GrantCase) -> GrantDecision:
    """What a programme pays of an investment: its share up to its cap, or nothing where a condition is missed.

    Examples
    --------
    Half of 100 000 EUR, at most 40 000, if 30 % is saved:

    >>> half = GrantProgramme(share=0.5, cap_eur=40000.0, min_primary_energy_saved_fraction=0.3)
    >>> case = GrantCase("renovation", "household", 2025, 100000.0, primary_before_kwh=100.0, primary_after_kwh=60.0)
    >>> grant_of(half, case).eur
    40000.0
    >>> less = GrantCase("renovation", "household", 2025, 100000.0, primary_before_kwh=100.0, primary_after_kwh=80.0)
    >>> decision = grant_of(half, less)
    >>> decision.eur, decision.missed_conditions[0].key
    (0.0, 'grant_saves_too_little')
    """
    missed = tuple(_missed(programme, case))
    if missed or case.investment_eur <= 0.0:
        return GrantDecision(0.0, missed)
    share_eur = programme.share * case.investment_eur
    return GrantDecision(share_eur if programme.cap_eur is None else min(share_eur, programme.cap_eur))


def _missed(programme: GrantProgramme, case: GrantCase) -> Iterator[Fault]:
    if programme.state == "closed":
        yield Fault("grant_closed")
    first, last = programme.from_year, programme.until_year
    if (first is not None and case.price_year < first) or (last is not None and case.price_year > last):
        values: dict[str, object] = {"first": str(first or "…"), "last": str(last or "…"), "year": str(case.price_year)}
        yield Fault("grant_other_years", values)
    if case.purpose not in programme.supports:
        yield Fault(
            "grant_other_purpose", {"supports": _spoken(f"grant_for_{purpose}" for purpose in programme.supports)}
        )
    if programme.who and case.applicant not in programme.who:
        who, given = (_spoken(f"grant_to_{kind}" for kind in kinds) for kinds in (programme.who, (case.applicant,)))
        yield Fault("grant_other_applicant", {"who": who, "given": given})
    yield from _missed_size(programme, case)
    yield from _missed_energy(programme, case)


def _spoken(keys: Iterable[str]) -> Spoken:
    """Purposes or applicants as people call them."""
    named = tuple(keys)
    return Spoken(*(", ".join(text(key, language) for key in named) for language in LANGUAGES))


def _missed_size(programme: GrantProgramme, case: GrantCase) -> Iterator[Fault]:
    most_kw, least_kwh = programme.max_capacity_kw, programme.min_capacity_kwh
    if most_kw is not None and case.capacity_kw > most_kw * (1.0 + 1e-9):
        yield Fault("grant_too_large", {"size": case.capacity_kw, "most": most_kw})
    if least_kwh is not None and case.capacity_kwh < least_kwh * (1.0 - 1e-9):
        yield Fault("grant_too_small", {"size": case.capacity_kwh, "least": least_kwh})


def _missed_energy(programme: GrantProgramme, case: GrantCase) -> Iterator[Fault]:
    saved_kwh = case.primary_before_kwh - case.primary_after_kwh
    asked = programme.min_primary_energy_saved_fraction
    if asked is not None and saved_kwh < asked * case.primary_before_kwh * (1.0 - 1e-9):
        fraction = saved_kwh / case.primary_before_kwh
        yield Fault("grant_saves_too_little", {"percent": 100.0 * fraction, "asked": 100.0 * asked})
    most_kwh_per_m2 = programme.max_heat_kwh_per_m2
    if most_kwh_per_m2 is not None and case.rooms_after_kwh > most_kwh_per_m2 * case.heated_area_m2 * (1.0 + 1e-9):
        needs = case.rooms_after_kwh / case.heated_area_m2 if case.heated_area_m2 else float("inf")
        yield Fault("grant_needs_too_much", {"needs": needs, "most": most_kwh_per_m2})
    most_eur = programme.max_investment_eur_per_kwh
    if most_eur is not None and case.investment_eur > most_eur * saved_kwh * (1.0 + 1e-9):
        values: dict[str, object] = {"most": 1000.0 * most_eur, "saved": saved_kwh / 1000.0}
        yield Fault("grant_too_dear", values | {"eur": case.investment_eur})
