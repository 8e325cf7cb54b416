"""Pure functions on floats and arrays in fixed units: no files, no configuration, no optimisation."""
