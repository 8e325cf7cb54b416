"""A year of 0 °C without sun and wind."""

from __future__ import annotations

from pathlib import Path


def write_mild_weather(folder: Path) -> None:
    """Write it as `mild.csv`."""
    place = {"latitude": 57.2, "longitude": 26.7, "altitude": 100.0, "times": "UTC", "label": "start"}
    head = [f"# {key}: {value}" for key, value in place.items()]
    hours = (
        f"2025-{month:02d}-{day:02d}T{hour:02d}:00,0,0,0,0,0"
        for month, days in enumerate((31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1)
        for day in range(1, days + 1)
        for hour in range(24)
    )
    lines = [*head, "time,ghi,dni,dhi,temp_air,wind_speed", *hours]
    (folder / "mild.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
