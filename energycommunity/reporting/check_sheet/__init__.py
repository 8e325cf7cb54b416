"""The sheet on which an auditor recomputes the report: formulas over the sheets of inputs and hours."""
