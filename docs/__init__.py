"""Writing the reference pages of the documentation from the program: `python -m docs.generate`."""
