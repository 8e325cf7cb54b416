"""What a single value of a scenario file means: number, truth, nothing or text, and numbers people write otherwise."""

from __future__ import annotations

import re

Scalar = None | bool | int | float | str

_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", "+.inf", ".Inf", "+.Inf", ".INF", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_SPACES = " \u00a0\u202f\u2009'"
_GROUPED = rf"[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+"
_COMMA_NUMBER = re.compile(
    rf"(?P<sign>[-+\u2212]?)(?:(?P<whole>{_GROUPED}|[0-9]{{1,3}}(?:\.[0-9]{{3}})+|[0-9]+),(?P<part>[0-9]+)"
    rf"|(?P<grouped>{_GROUPED}(?:\.[0-9]+)?)|(?P<english>[0-9]{{1,3}}(?:,[0-9]{{3}})+\.[0-9]+))"
)
_NUMBER_FIRST = re.compile(rf"[-+\u2212]?\.?[0-9][0-9.,{_SPACES}]*(?:[eE][-+]?[0-9]+)?")


def plain_value(raw: str) -> Scalar:
    """The value of an unquoted scalar by the core schema of YAML 1.2: `no`, `on`, `12:30` and dates stay text.

    >>> [plain_value(raw) for raw in ("12", "1e3", "true", "no", "12:30", "2025-01-01", "~", "010")]
    [12, 1000.0, True, 'no', '12:30', '2025-01-01', None, 10]
    """
    if raw in _WORDS:
        return _WORDS[raw]
    if len(raw) < 300 and _INTEGER.fullmatch(raw):
        return int(raw)
    if _FLOAT.fullmatch(raw):
        return float(raw)
    return raw


def with_point(raw: str) -> str | None:
    """A number written with decimal comma or grouped digits as it must be written here, or None for anything else.

    >>> [with_point(raw) for raw in ("0,14", "1 200,5", "1.200,5", "1 200", "1,200.5", "0.14", "a, b")]
    ['0.14', '1200.5', '1200.5', '1200', '1200.5', None, None]
    """
    match = _COMMA_NUMBER.fullmatch(raw.strip())
    if match is None:
        return None
    sign = "-" if match["sign"] in ("-", "\u2212") else ""
    if match["whole"] is not None:
        return sign + re.sub(r"[^0-9]", "", match["whole"]) + "." + match["part"]
    return sign + re.sub(r"[^0-9.]", "", match["grouped"] or match["english"])


def split_quantity(raw: str) -> tuple[str, str] | None:
    """The number and the unit of a text such as `1.2 MWh`, or None if it is not such a text.

    >>> split_quantity("1.2 MWh"), split_quantity("14 ct/kWh"), split_quantity("-24"), split_quantity("spot")
    (('1.2', 'MWh'), ('14', 'ct/kWh'), ('-24', ''), None)
    >>> split_quantity("2025-01-01"), split_quantity("12:30"), split_quantity("2024.csv")
    (None, None, None)
    """
    text = raw.strip()
    match = _NUMBER_FIRST.match(text)
    if match is None:
        return None
    number = match[0].rstrip(_SPACES)
    unit = text[match.end() :].strip()
    if number.endswith((".", ",")) or (unit and not (unit[0].isalpha() or unit[0] in "€°%/")):
        return None
    return number, unit


def degrees_from_minutes(raw: str) -> float | None:
    r"""Degrees, minutes and seconds as decimal degrees, or None if `raw` is no such text.

    >>> degrees_from_minutes("57°15'36\" N"), degrees_from_minutes("26 40"), degrees_from_minutes("57.26")
    (57.26, None, None)
    """
    match = re.fullmatch(r"\s*(\d+)\s*°\s*(?:(\d+)\s*['′’]\s*)?(?:([\d.]+)\s*(?:\"|″|''|”)\s*)?[NESWZA]?\s*", raw)  # noqa: RUF001
    if match is None:
        return None
    return round(float(match[1]) + float(match[2] or 0) / 60 + float(match[3] or 0) / 3600, 5)
