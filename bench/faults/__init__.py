"""Faults done to a served installation on purpose, each with a count and a figure: `python -m bench.faults NAME`."""
