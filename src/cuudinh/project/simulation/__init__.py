"""Deterministic simulation testing: a province's year against the real commands, on a clock of its own.

A seed decides everything that happens: who reports, who handles, when the clock jumps, where a process dies,
which communes are merged. After each act what must always hold is looked at. The same seed does the same, bit for
bit, so what one run found another shows again.
"""
