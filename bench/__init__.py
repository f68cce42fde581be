"""Benchmarks that print ratios from one run: `python -m bench`, or `make bench ONLY=id`."""
