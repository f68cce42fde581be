"""Walks: a service played at random, from many filings to their ends, with what must hold looked at after each step.

Examples show what their writer thought of. A walk does what people may do: it files by made-up answers, everybody who
may act acts in any order, the clock goes on by minutes or weeks, money comes or does not. Nothing is stored, and the
same pack is walked alike on every machine.
"""

from cuudinh.engines.cases.definitions.walking.proving import services_to_walk, walk_faults

__all__ = ["services_to_walk", "walk_faults"]
