"""The command line `ecsim`: reads the words, calls one function, tells the outcome; no logic of its own."""

from __future__ import annotations

import sys

import click

from energycommunity.cli import reference, scenarios, settling, weather

__all__ = ["ecsim", "main"]


def main() -> None:
    """Start `ecsim`; its output never fails on the console's code page."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    ecsim()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="energycommunity", prog_name="ecsim")
def ecsim() -> None:
    """Plan energy communities and heat: sizes, costs and CO2 of a village's options, from one file."""


for command in (
    scenarios.new,
    scenarios.run,
    scenarios.check,
    scenarios.compare,
    scenarios.clean,
    settling.settle,
    reference.schema,
    reference.explain,
    reference.technologies,
    weather.weather,
):
    ecsim.add_command(command)
