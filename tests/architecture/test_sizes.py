"""Modules, functions and classes stay small enough to be read in one look."""

from __future__ import annotations

import ast

import pytest

from tests.architecture import source_tree

MODULE_LINES = 400
STORY_LINES = 80
FUNCTION_CODE_LINES = 40
PARAMETERS = 7
PUBLIC_METHODS = 15

PROGRAM = pytest.mark.parametrize("path", source_tree.program_modules(), ids=source_tree.name_of)


@pytest.mark.parametrize("path", sorted(source_tree.ROOT.glob("tests/**/*.py")), ids=source_tree.name_of)
def test_test_modules_are_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MODULE_LINES


@PROGRAM
def test_module_is_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MODULE_LINES


def test_the_story_of_a_run_is_read_in_one_look():
    pipeline = source_tree.PACKAGE / "pipeline.py"
    assert len(pipeline.read_text(encoding="utf-8").splitlines()) <= STORY_LINES


@PROGRAM
def test_functions_are_short(path):
    source = path.read_text(encoding="utf-8").splitlines()
    functions = source_tree.functions_of(source_tree.tree_of(path))
    sizes = {
        f"{function.name} (line {function.lineno})": source_tree.code_line_count(function, source)
        for function in functions
    }
    assert {name: size for name, size in sizes.items() if size > FUNCTION_CODE_LINES} == {}


@PROGRAM
def test_functions_take_few_parameters(path):
    functions = source_tree.functions_of(source_tree.tree_of(path))
    counts = {
        f"{function.name} (line {function.lineno})": len(source_tree.parameters_of(function)) for function in functions
    }
    assert {name: count for name, count in counts.items() if count > PARAMETERS} == {}


@PROGRAM
def test_classes_have_few_public_methods(path):
    counts = {
        definition.name: sum(
            isinstance(member, ast.FunctionDef) and not member.name.startswith("_") for member in definition.body
        )
        for definition in source_tree.classes_of(source_tree.tree_of(path))
    }
    assert {name: count for name, count in counts.items() if count > PUBLIC_METHODS} == {}


def test_counting_leaves_out_docstring_comment_and_blank_line():
    """Proves: only the two statements count.

    Sensitivity: 7 with the docstring, 4 with comment and blank line.
    Hand calculation: `left = 1` and `return left` are 2 lines.
    """
    source = 'def f():\n    """One.\n\n    Two.\n    """\n    # why\n    left = 1\n\n    return left\n'
    function = next(source_tree.functions_of(ast.parse(source)))
    assert source_tree.code_line_count(function, source.splitlines()) == 2
