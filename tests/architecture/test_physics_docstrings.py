"""A formula without source, example and units is not accepted."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture import source_tree

FUNCTIONS = [
    pytest.param(function, id=f"{source_tree.name_of(path)}:{function.name}")
    for path in source_tree.package_modules("physics")
    for function in source_tree.functions_of(source_tree.tree_of(path))
    if not function.name.startswith("_")
]


def has_section(docstring: str, title: str) -> bool:
    """Whether a docstring has the numpydoc section."""
    return re.search(rf"^{title}\n-+$", docstring, re.MULTILINE) is not None


@pytest.mark.parametrize("function", FUNCTIONS)
def test_formula_has_source_example_and_units(function):
    docstring = ast.get_docstring(function) or ""
    assert has_section(docstring, "References")
    assert has_section(docstring, "Examples")
    assert ">>>" in docstring
    assert re.search(r"\[[^\]\n]+\]", docstring), "units stand in brackets: [kW], [-] for dimensionless"
