"""What the program needs in time and memory, measured beside its peers. `python -m benchmarks --help`."""
