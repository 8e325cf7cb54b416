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
from energycommunity.scenario.expansion import expand
from energycommunity.scenario.files import file_faults, file_notices, missing_files
from energycommunity.scenario.located import Located, fault_at, find, plain
from energycommunity.scenario.model_faults import faults_of
from energycommunity.scenario.monthly_tables import read_monthly_tables
from energycommunity.scenario.notices import notices_of
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
    """

    path: Path
    name: str
    baseline: str
    variants: dict[str, Scenario]
    defaults_used: dict[str, tuple[DefaultUsed, ...]]
    notices: tuple[Fault, ...] = ()

    def place_of(self, variant: str) -> str:
        """Where a variant stands in the file; nothing to say where there is only one."""
        return f"variants.{variant}" if len(self.variants) > 1 else ""

    @contextmanager
    def naming(self, variant: str) -> Iterator[None]:
        """Errors of work on a variant name the file and the variant."""
        try:
            yield
        except EnergyCommunityError as error:
            raise error.within(str(self.path), self.place_of(variant)) from error


@dataclass
class _Checked:
    """What one variant came to."""

    scenario: Scenario | None = None
    defaults_used: tuple[DefaultUsed, ...] = ()
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)


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
    joined, table_faults = join_tables(tree, path.parent)
    if table_faults:  # names in a table that cannot be read would all be missing elsewhere
        raise ScenarioError(_in_order([*faults, *table_faults], str(path)))
    resolved = resolve_variants(joined, Scenario, overrides)
    faults += resolved.faults
    checked = {name: _check(variant, path.parent, faults) for name, variant in resolved.trees.items()}
    faults += [fault for variant in checked.values() for fault in variant.faults]
    faults += _placed(list(_incomparable(checked, resolved.baseline)), tree, {})
    if faults:
        raise ScenarioError(_in_order(faults, str(path)))
    variants = {name: variant.scenario for name, variant in checked.items() if variant.scenario is not None}
    return ScenarioFile(
        path,
        variants[resolved.baseline].name,
        resolved.baseline,
        variants,
        {name: variant.defaults_used for name, variant in checked.items()},
        tuple(_in_order([notice for variant in checked.values() for notice in variant.notices], str(path))),
    )


def _check(tree: Located, folder: Path, known: list[Fault]) -> _Checked:
    """One variant: units, references and models at once; the whole only if these are right."""
    joined, table_faults = join_tables(tree, folder)  # a variant may name tables of its own
    read, bill_faults = read_monthly_tables(joined, folder)
    repeated, count_faults = repeat_buildings(read)
    converted, unit_faults = convert_units(repeated)
    usual = fill_usual(converted)
    converted = usual.tree
    faults = [
        *table_faults,
        *bill_faults,
        *count_faults,
        *unit_faults,
        *usual.faults,
        *reference_faults(converted),
        *missing_files(converted, folder),
    ]
    already = {(fault.line, fault.path) for fault in known}
    faults = [fault for fault in faults if (fault.line, fault.path) not in already]
    told = already | {(fault.line, fault.path) for fault in faults}
    try:
        scenario = Scenario.model_validate(plain(converted))
    except ValidationError as error:
        found = faults_of(error, converted, Scenario)
        return _Checked(faults=[*faults, *(fault for fault in found if (fault.line, fault.path) not in told)])
    if faults or known:
        return _Checked(faults=faults)
    faults += _placed(file_faults(scenario, folder), converted, {})
    expanded, origins, unplaced = expand(scenario)
    filled, used, more = fill_in(expanded)
    faults += _placed([*unplaced, *whole_faults(filled), *more], converted, origins)
    own = [*notices_of(filled), *row_size_notices(filled, used), *([] if faults else file_notices(scenario, folder))]
    notices = [*usual.notices, *_placed(own, converted, origins)]
    return _Checked(filled, (*usual.used, *used), faults, notices)


def _incomparable(checked: dict[str, _Checked], baseline: str) -> Iterator[Fault]:
    """Variants whose cash flows cannot be set beside the baseline's."""
    base = checked[baseline].scenario if baseline in checked else None
    for name, variant in checked.items():
        for key in ("price_year", "real_discount_rate", "horizon_years"):
            if base is None or variant.scenario is None:
                continue
            given, wanted = getattr(variant.scenario.economics, key), getattr(base.economics, key)
            if given != wanted:
                values: dict[str, object] = {"field": key, "given": given, "wanted": wanted, "baseline": baseline}
                yield Fault("scenario_economics_differ", values, path=f"variants.{name}")


def _placed(faults: list[Fault], tree: Located, origins: dict[str, str]) -> list[Fault]:
    """Faults that know their path only, with the line where it is written; expanded assets by their first name."""
    placed = []
    for fault in faults:
        section, _, rest = fault.path.partition(".")
        if section == "assets":
            name = next((new for new in origins if rest == new or rest.startswith(f"{new}.")), "")
            rest = origins[name] + rest[len(name) :] if name else rest
        path = ".".join(_existing(tree, (section, *rest.split("."))))
        place = fault_at(tree, tuple(path.split(".")), fault.key)
        if fault.file and fault.line:  # stands in a line of a file that the scenario names
            placed.append(replace(fault, path=path))
        else:
            placed.append(replace(fault, path=path, file=place.file, line=place.line, cell=place.cell))
    return placed


def _existing(tree: Located, path: tuple[str, ...]) -> tuple[str, ...]:
    """The part of a path that the file has: a model may file a value under a key of its own."""
    return next((path[:end] for end in range(len(path), 0, -1) if find(tree, path[:end]) is not None), path)


def _in_order(faults: list[Fault], file: str) -> list[Fault]:
    """Each fault once, by line; those of the scenario file first."""
    unique = {(fault.file, fault.line, fault.cell, fault.path, fault.key): fault for fault in reversed(faults)}
    order = {id(fault): position for position, fault in enumerate(faults)}
    return sorted(
        unique.values(), key=lambda fault: (fault.file != file, fault.file, fault.line or 0, order[id(fault)])
    )
