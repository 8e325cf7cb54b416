"""A scenario file -> frozen scenarios, one for each variant; or all that is wrong with it, in line order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import ValidationError

from energycommunity.errors import EnergyCommunityError, Fault, ScenarioError
from energycommunity.scenario.checks import whole_faults
from energycommunity.scenario.copies import repeat_buildings
from energycommunity.scenario.defaults import DefaultUsed, fill_in
from energycommunity.scenario.document import read_document
from energycommunity.scenario.expansion import expand, heated_twice
from energycommunity.scenario.files import file_faults, file_notices, missing_files
from energycommunity.scenario.financing_faults import never_built
from energycommunity.scenario.financing_notices import financed_in_baseline
from energycommunity.scenario.idle_meters import idle_meters
from energycommunity.scenario.lists_of_buildings import as_written, spread_lists
from energycommunity.scenario.located import Located, plain
from energycommunity.scenario.magnitudes import magnitude_faults
from energycommunity.scenario.model_faults import faults_of
from energycommunity.scenario.monthly_tables import read_monthly_tables
from energycommunity.scenario.notices import notices_of
from energycommunity.scenario.places import Places
from energycommunity.scenario.references import reference_faults
from energycommunity.scenario.row_sizes import row_size_notices
from energycommunity.scenario.schema import Scenario
from energycommunity.scenario.tables import join_tables
from energycommunity.scenario.text_file import read_text
from energycommunity.scenario.units import convert_units
from energycommunity.scenario.usual_buildings import fill_usual
from energycommunity.scenario.variants import resolve_variants


@dataclass(frozen=True)
class ScenarioFile:
    """What a scenario file says.

    Parameters
    ----------
    path : pathlib.Path
        The file; names of other files are relative to its folder.
    name : str
        Short name of the scenario.
    baseline : str
        The variant that the others are compared with.
    variants : dict of str to Scenario
        Complete scenarios in the order of the file; defaults are filled in, assets at each building expanded.
    defaults_used : dict of str to tuple of DefaultUsed
        By variant: the numbers that the file does not state.
    notices : tuple of Fault
        Legal but suspicious input.
    places : dict of str to Places
        By variant: where the file says what.
    """

    path: Path
    name: str
    baseline: str
    variants: dict[str, Scenario]
    defaults_used: dict[str, tuple[DefaultUsed, ...]]
    notices: tuple[Fault, ...] = ()
    places: dict[str, Places] = field(default_factory=dict, repr=False, compare=False)

    def place_of(self, variant: str) -> str:
        """Where a variant stands in the file; nothing to say where there is only one."""
        return f"variants.{variant}" if len(self.variants) > 1 else ""

    @contextmanager
    def naming(self, variant: str) -> Iterator[None]:
        """Errors of work on a variant name the variant, and the line of the file where their path is written."""
        try:
            yield
        except EnergyCommunityError as error:
            raise type(error)([self._located(fault, variant) for fault in error.faults]) from error

    def _located(self, fault: Fault, variant: str) -> Fault:
        """A fault of a run; one without a path concerns the variant as a whole."""
        if fault.file:
            return fault
        if fault.path:
            path = ": ".join(part for part in (self.place_of(variant), fault.path) if part)
            return replace(self.places[variant].place(fault), path=path)
        if len(self.variants) > 1:
            return replace(self.places[variant].place(replace(fault, path="variant")), path=self.place_of(variant))
        return replace(fault, file=str(self.path))


#: What has to be the same in all variants, for their money, hours and emissions stand side by side.
SAME_IN_ALL_VARIANTS = (
    ("economics", "price_year"),
    ("economics", "real_discount_rate"),
    ("economics", "horizon_years"),
    ("emissions", "set"),
    ("site", "time_zone"),
    *(("time", key) for key in ("year", "start", "steps", "step_h", "annual")),
)


@dataclass
class _Checked:
    """What one variant came to."""

    scenario: Scenario | None = None
    defaults_used: tuple[DefaultUsed, ...] = ()
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)
    places: Places | None = None


def load_scenario(path: str | Path, overrides: Sequence[str] = ()) -> ScenarioFile:
    """Read and check a scenario file.

    Parameters
    ----------
    path : str or pathlib.Path
        The file: UTF-8, UTF-16 or Windows-1257.
    overrides : sequence of str
        `path=value`, laid over every variant, e.g. `economics.real_discount_rate=0.03`.

    Raises
    ------
    ScenarioError
        With every fault found, in line order. Nothing is computed or written.

    Examples
    --------
    >>> load_scenario("no_such_file.yaml")
    Traceback (most recent call last):
    energycommunity.errors.ScenarioError: no_such_file.yaml: there is no such file
    """
    path = Path(path)
    tree, faults = read_document(read_text(path, str(path)), str(path))
    if not isinstance(tree.value, dict):
        raise ScenarioError(Fault("scenario_top_is_no_mapping", file=str(path), line=1))
    joined, tables = join_tables(tree, path.parent)
    if tables.faults:  # names in a table that cannot be read would all be missing elsewhere
        raise ScenarioError(_in_order([*faults, *tables.faults], str(path)))
    resolved = resolve_variants(joined, Scenario, overrides)
    faults += resolved.faults
    checked = {name: _check(variant, path.parent, faults) for name, variant in resolved.trees.items()}
    faults += [fault for variant in checked.values() for fault in variant.faults]
    faults += map(Places(tree).place, _incomparable(checked, resolved.baseline))
    complete = {name: variant.scenario for name, variant in checked.items() if variant.scenario is not None}
    if len(complete) == len(checked) and "variant" not in tree.value:  # of a file that a run wrote, others may build it
        faults += map(Places(joined).place, never_built(complete))
    if faults:
        raise ScenarioError(_in_order(faults, str(path)))
    variants = complete
    notices = [*tables.notices, *(notice for variant in checked.values() for notice in variant.notices)]
    between = [*idle_meters(variants), *financed_in_baseline(variants, resolved.baseline)]
    notices += map(Places(joined).place, between)
    return ScenarioFile(
        path,
        variants[resolved.baseline].name,
        resolved.baseline,
        variants,
        {name: variant.defaults_used for name, variant in checked.items()},
        tuple(_in_order(notices, str(path))),
        {name: variant.places for name, variant in checked.items() if variant.places is not None},
    )


def _check(tree: Located, folder: Path, known: list[Fault]) -> _Checked:
    """One variant: units, references and models at once; the whole only if these are right."""
    joined, tables = join_tables(tree, folder)  # a variant may name tables of its own
    read, bill_faults = read_monthly_tables(joined, folder)
    repeated, count_faults = repeat_buildings(read)
    converted, unit_faults = convert_units(repeated)
    usual = fill_usual(converted)
    converted = usual.tree
    spread = spread_lists(converted)
    faults = [
        *tables.faults,
        *bill_faults,
        *count_faults,
        *unit_faults,
        *usual.faults,
        *reference_faults(converted),
        *missing_files(converted, folder),
        *spread.faults,
    ]
    already = {(fault.line, fault.path) for fault in known}
    faults = [fault for fault in faults if (fault.line, fault.path) not in already]
    told = already | {(fault.line, fault.path) for fault in faults}
    try:
        scenario = Scenario.model_validate(plain(spread.tree))
    except ValidationError as error:
        found = as_written(faults_of(error, spread.tree, Scenario), spread.origins)
        return _Checked(faults=[*faults, *(fault for fault in found if (fault.line, fault.path) not in told)])
    if faults or known:
        return _Checked(faults=faults)
    faults += [
        *magnitude_faults(converted),
        *map(Places(converted, spread.origins).place, file_faults(scenario, folder)),
    ]
    expanded, origins, unplaced = expand(scenario)
    origins |= spread.origins
    filled, used, more = fill_in(expanded)
    places = Places(converted, origins)
    faults += map(places.place, [*unplaced, *whole_faults(filled), *more])
    own = [*notices_of(filled), *heated_twice(scenario), *row_size_notices(filled, used)]
    own += [] if faults else file_notices(scenario, folder)
    notices = [*tables.notices, *usual.notices, *map(places.place, own)]
    return _Checked(filled, (*usual.used, *used), faults, notices, places)


def _incomparable(checked: dict[str, _Checked], baseline: str) -> Iterator[Fault]:
    """Variants that cannot be set beside the baseline: of other years, another time, or counted in another gas."""
    base = checked[baseline].scenario if baseline in checked else None
    for name, variant in checked.items():
        for section, key in SAME_IN_ALL_VARIANTS:
            if base is None or variant.scenario is None:
                continue
            given, wanted = (getattr(getattr(each, section), key) for each in (variant.scenario, base))
            if given != wanted:
                values: dict[str, object] = {"key": f"{section}.{key}", "baseline": baseline}
                values |= {"given": _or_dash(given), "wanted": _or_dash(wanted)}
                yield Fault("scenario_variants_differ", values, path=f"variants.{name}")


def _or_dash(value: object) -> object:
    return "–" if value is None else value


def _in_order(faults: list[Fault], file: str) -> list[Fault]:
    """Each fault once, by line; those of the scenario file first."""
    unique = {(fault.file, fault.line, fault.cell, fault.path, fault.key): fault for fault in reversed(faults)}
    order = {id(fault): position for position, fault in enumerate(faults)}
    return sorted(
        unique.values(), key=lambda fault: (fault.file != file, fault.file, fault.line or 0, order[id(fault)])
    )
