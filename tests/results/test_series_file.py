"""The files of series hold what xarray would write, in a form that any reader of netCDF-4 takes for the same."""

from __future__ import annotations

import h5py
import numpy as np
import pytest
import xarray as xr

from energycommunity.results.arrays import over_time
from energycommunity.results.series_file import write_series
from energycommunity.time_grid import TimeGrid


@pytest.fixture
def series():
    """Series of several kinds of numbers over a year of hours."""
    grid = TimeGrid.year(2025, "Europe/Riga")
    power = np.linspace(-1.0, 1e6, grid.steps)
    return over_time({"boiler.heat_kw": power, "pump.cop": power[::-1], "pump.on": power > 5.0}, grid)


def test_read_back_it_is_the_dataset(series, tmp_path):
    write_series(series, tmp_path / "own.nc")
    own = xr.load_dataset(tmp_path / "own.nc", engine="h5netcdf")
    assert own.identical(series)
    assert list(own) == list(series)


def test_it_is_built_like_the_file_that_xarray_writes(series, tmp_path):
    """Proves: every attribute, type and link between a series and its time is as in xarray's file.

    Left out are `_NCProperties`, which names the writer, and the numbers of dimensions, which only files with several
    dimensions need.
    """
    write_series(series, tmp_path / "own.nc")
    series.to_netcdf(tmp_path / "xarray.nc", engine="h5netcdf")
    with h5py.File(tmp_path / "own.nc") as own, h5py.File(tmp_path / "xarray.nc") as other:
        assert _attributes(own) == _attributes(other)
        assert set(own) == set(other)
        for name in other:
            assert own[name].dtype == other[name].dtype
            assert _attributes(own[name]) == _attributes(other[name])
            assert np.array_equal(own[name].fillvalue, other[name].fillvalue, equal_nan=True)
        for name in series.data_vars:
            assert h5py.h5ds.is_attached(own[name].id, own["time"].id, 0)
            assert own[name].dims[0].keys() == ["time"]


def test_a_dataset_without_series_is_written_too(tmp_path):
    empty = over_time({}, TimeGrid.year(2025, "Europe/Riga"))
    write_series(empty, tmp_path / "own.nc")
    assert xr.load_dataset(tmp_path / "own.nc", engine="h5netcdf").identical(empty)


def _attributes(place):
    """Attributes as text, with their types; references only by name."""
    links = ("DIMENSION_LIST", "REFERENCE_LIST")
    told = {
        name: "" if name in links else f"{np.ravel(value)} {np.asarray(value).dtype}"
        for name, value in place.attrs.items()
    }
    return {name: value for name, value in told.items() if not name.startswith(("_NCProperties", "_Netcdf4"))}
