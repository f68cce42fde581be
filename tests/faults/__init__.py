"""Faults done on purpose, in the short form of a test; the long form of most is a command of `bench.faults`."""
