"""A dataset of many series over time as a netCDF-4 file.

xarray writes the same file, but looks through all variables again for each new one: 4 ms a variable with fifty of them,
44 ms with six thousand, as a village of hundreds of houses has. A netCDF-4 file is an HDF5 file with dimension scales;
where every series runs over the same time, these few lines are all of it, and take 0.4 ms a variable.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import h5py
    import xarray as xr

TIME = "time"


def write_series(series: xr.Dataset, path: Path) -> None:
    """Write a dataset whose variables all run over `time`, its only coordinate.

    References
    ----------
    .. [1] The files that xarray and h5netcdf write of the same datasets, which a test compares: `DIMENSION_LIST` of a
       series refers to its dimension scale, `REFERENCE_LIST` of the scale to all series.
    """
    import h5py
    from xarray.conventions import encode_cf_variable

    variables = series.variables  # series[name] would look through them all, each time
    reference = h5py.special_dtype(ref=h5py.Reference)
    users = []
    with h5py.File(path, "w", track_order=True) as file:
        file.attrs.update(series.attrs)
        scale = _written(file, TIME, encode_cf_variable(variables[TIME], name=TIME))
        scale.make_scale(TIME)
        over_time = np.empty(1, dtype=object)
        over_time[0] = np.array([scale.ref], dtype=reference)
        for name in series.data_vars:
            written = _written(file, str(name), encode_cf_variable(variables[name]))
            written.attrs.create("DIMENSION_LIST", over_time, dtype=h5py.special_dtype(vlen=reference))
            users.append((written.ref, 0))
        if users:
            use = np.dtype([("dataset", reference), ("dimension", np.uint32)], align=True)
            scale.attrs.create("REFERENCE_LIST", np.array(users, dtype=use))


def _written(file: h5py.File, name: str, variable: xr.Variable) -> h5py.Dataset:
    """A dataset of the file with values, fill value and attributes of an encoded variable."""
    attributes = dict(variable.attrs)
    fill = attributes.pop("_FillValue", None)
    written = file.create_dataset(name, data=variable.values, fillvalue=fill, track_order=True)
    if fill is not None:
        written.attrs["_FillValue"] = np.array([fill], dtype=written.dtype)
    written.attrs.update(attributes)
    return written
