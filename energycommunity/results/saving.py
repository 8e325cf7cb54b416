"""Save results as a folder: written aside and moved into place as a whole, so that no run ever touches another."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from energycommunity.errors import Fault, ResultsError
from energycommunity.results.heat_map_file import FILE_NAME, heat_map_geojson
from energycommunity.results.provenance import provenance
from energycommunity.results.run_results import Results, VariantResult
from energycommunity.results.series_file import write_series
from energycommunity.results.summary import comparison, summary
from energycommunity.scenario.resolved import resolved_yaml

DEFAULT_FOLDER = Path("results")

#: Writes further files, such as the report, into the folder of a run before it is moved into place.
Writer = Callable[[Results, Path], None]


def save(
    results: Results, out: Path | None = None, *writers: Writer, closing: Callable[[], None] = lambda: None
) -> Results:
    """Write the folder of a run and return the results with its place.

    `<out or results>/<scenario>/<time stamp>/`, and beside it `latest.json` that points to it.

    Parameters
    ----------
    results : Results
        Of all variants.
    out : Path, optional
        Folder in place of `results/`.
    *writers : callable
        Write further files into the folder.
    closing : callable
        Called when all is written, before the folder is moved into place: an interruption after that comes too late.

    Raises
    ------
    ResultsError
        If the folder cannot be written. What was written is then taken away again, as it is after an interruption.
    """

    def write(folder: Path) -> None:
        _write_data(results, folder)
        for writer in writers:
            writer(results, folder)
        closing()

    return replace(results, folder=write_folder((out or DEFAULT_FOLDER) / results.name, write))


def write_folder(home: Path, write: Callable[[Path], None]) -> Path:
    """Write a new folder, named by the time, into `home`, and beside it `latest.json` that points to it.

    Parameters
    ----------
    home : Path
        Where the folders of all runs of one name stand.
    write : callable
        Writes the files into the folder that it is given, which is moved into place when all is written.

    Raises
    ------
    ResultsError
        If the folder cannot be written. What was written is then taken away again, as it is after an interruption.
    """
    made = [folder for folder in (home, *home.parents) if not folder.exists()]
    stamp = datetime.now(tz=UTC).astimezone().strftime("%Y-%m-%d_%H-%M-%S")
    aside = home / f".{stamp}.{uuid4().hex}.unfinished"
    try:
        aside.mkdir(parents=True)
        write(aside)
        final = _moved_into_place(aside, home / stamp)
        _point_to(home, final)
    except OSError as error:
        raise ResultsError(Fault("results_not_written", {"folder": str(home), "reason": str(error)})) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        with suppress(OSError):  # of the folders made here, those that hold nothing
            for folder in made:
                folder.rmdir()
    return final


def refuse_unwritable(out: Path | None) -> None:
    """Refuse a place for results that cannot be written before hours are spent on computing them; writes nothing.

    Raises
    ------
    ResultsError
        If a file stands where a folder is needed, or the folder may not be written.
    """
    home = out or DEFAULT_FOLDER
    standing = next((place for place in (home, *home.absolute().parents) if place.exists()), home)
    if not standing.is_dir():
        raise ResultsError(Fault("results_file_in_the_way", {"folder": str(home), "file": str(standing)}))
    if not os.access(standing, os.W_OK):
        raise ResultsError(Fault("results_no_right", {"folder": str(standing)}))


def _moved_into_place(aside: Path, wanted: Path) -> Path:
    """Rename to the wanted name, or to the next with a letter where two runs end in the same second.

    Two runs may look at once: a name is taken by the rename itself, which fails on a folder that holds something.
    """
    names = [wanted, *(wanted.with_name(f"{wanted.name}_{letter}") for letter in "bcdefghijklmnopqrstuvwxyz")]
    for name in names[:-1]:
        if not name.exists():
            try:
                return aside.rename(name)
            except OSError:
                if not name.exists():
                    raise
    return aside.rename(names[-1])


def _write_data(results: Results, folder: Path) -> None:
    write_json(folder / "comparison.json", comparison(results))
    for name, result in results.variants.items():
        (folder / name).mkdir()
        _write_variant(results, result, folder / name)
        if name in results.heat_maps:
            write_json(folder / name / FILE_NAME, heat_map_geojson(results.heat_maps[name]))


def _write_variant(results: Results, result: VariantResult, folder: Path) -> None:
    (folder / "scenario.yaml").write_text(resolved_yaml(result.scenario), encoding="utf-8")
    if result.weather is not None:
        result.weather.to_netcdf(folder / "weather.nc", engine="h5netcdf")
    write_series(result.profiles, folder / "profiles.nc")
    write_series(result.dispatch, folder / "dispatch.nc")
    result.bills.to_netcdf(folder / "settlement.nc", engine="h5netcdf")
    write_json(folder / "summary.json", summary(result))
    write_json(folder / "provenance.json", provenance(results.source, result.scenario))


def _point_to(home: Path, final: Path) -> None:
    pointer = home / "latest.json"
    new = home / f".latest.json.{uuid4().hex}"
    write_json(new, {"run": final.name})
    new.replace(pointer)


def write_json(path: Path, content: dict[str, Any]) -> None:
    """A JSON file that people can read too."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n", encoding="utf-8")
