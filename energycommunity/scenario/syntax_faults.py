"""What the YAML parser stumbles over, told so that it can be mended: tabs, brackets, quotes, colons, indentation."""

from __future__ import annotations

import re
from typing import Any

import yaml

from energycommunity.errors import Fault

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TAB_INDENT = re.compile(r"^ *\t")
_HARD_SPACE_INDENT = re.compile(r"^[ \t]*[\u00a0\u2007\u202f]")
_SMART_QUOTES = re.compile(r"[„“”«»‟]")

#: Part of the parser's words -> key of the sentence. The first that fits holds.
_SENTENCES = (
    ("while parsing a flow", "scenario_bracket_open"),
    ("while scanning a quoted scalar", "scenario_quote_open"),
    ("while parsing a block mapping", "scenario_indentation"),
    ("while parsing a block collection", "scenario_indentation"),
    ("mapping values are not allowed", "scenario_colon"),
    ("could not find expected ':'", "scenario_colon_missing"),
    ("cannot start any token", "scenario_odd_character"),
    ("did not find expected <document start>", "scenario_indentation"),
)
#: Where these go wrong, the place where the construct began says more than the place where the parser gave up.
_AT_ITS_BEGINNING = ("scenario_bracket_open", "scenario_quote_open")


def syntax_faults_before(text: str, file: str) -> list[Fault]:
    """Faults that are seen before parsing: control characters, and hard spaces used as indentation."""
    faults = []
    for number, line in enumerate(text.split("\n"), start=1):
        if _HARD_SPACE_INDENT.match(line) and line.strip():
            faults.append(Fault("scenario_hard_space_indent", file=file, line=number))
        odd = _CONTROL.search(line)
        if odd:
            faults.append(Fault("scenario_control_character", {"code": f"{ord(odd[0]):04X}"}, file=file, line=number))
    return faults


def syntax_fault(error: yaml.YAMLError, text: str, file: str) -> Fault:
    """The parser's error as one sentence with line and cure."""
    lines = text.split("\n")
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return Fault("scenario_no_yaml", {"reason": str(error).splitlines()[0]}, file=file)
    number = min(mark.line, len(lines) - 1)
    tab = _nearest_tab(lines, number)
    if tab is not None:
        return Fault("scenario_tab", file=file, line=tab + 1)
    key, at = _sentence(error, number)
    quote = _quote_left_open(text, number)
    if quote is None and key == "scenario_bracket_open":
        quote = next((line for line in range(at, number + 1) if _has_odd_quotes(lines[line])), None)
    if quote is not None:
        return Fault("scenario_quote_open", {"given": lines[quote].strip()}, file=file, line=quote + 1)
    if _SMART_QUOTES.search(lines[number]) and key != "scenario_indentation":
        given = lines[number].strip()
        return Fault("scenario_smart_quote", {"given": given}, file=file, line=number + 1)
    if key == "scenario_colon" and at > 0 and ":" not in lines[at - 1] and lines[at - 1].strip():
        key, at = "scenario_colon_missing", at - 1
    return Fault(key, {"given": lines[at].strip(), "reason": getattr(error, "problem", "")}, file=file, line=at + 1)


def _nearest_tab(lines: list[str], number: int) -> int | None:
    """The line with a tab in its indentation, if it is the one that failed or one of the two before it."""
    for candidate in (number, number - 1, number - 2):
        if 0 <= candidate < len(lines) and _TAB_INDENT.match(lines[candidate]):
            return candidate
    return None


def _quote_left_open(text: str, number: int) -> int | None:
    """The line of a quote that only the opening one of another text closes: it runs on into the line that failed."""
    try:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            quoted = isinstance(token, yaml.ScalarToken) and token.style in ('"', "'")
            if quoted and token.start_mark.line < token.end_mark.line == number:
                return int(token.start_mark.line)
    except yaml.YAMLError:
        pass  # the same error again: what came before it has been looked at
    return None


def _has_odd_quotes(line: str) -> bool:
    """Whether a quote of a line lacks its other half."""
    return line.partition(" #")[0].replace('\\"', "").count('"') % 2 == 1


def _sentence(error: Any, number: int) -> tuple[str, int]:
    words = f"{error.context or ''} {error.problem or ''}"
    for part, key in _SENTENCES:
        if part in words:
            context = error.context_mark
            return key, context.line if context is not None and key in _AT_ITS_BEGINNING else number
    return "scenario_no_yaml", number
