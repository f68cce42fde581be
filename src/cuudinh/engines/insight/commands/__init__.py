"""Writes of insight: the sets of indicators in force, and the sums made again from the dossiers."""

from cuudinh.engines.insight.commands.applying import apply_indicators
from cuudinh.engines.insight.commands.recounting import Recounted, recount

__all__ = ["Recounted", "apply_indicators", "recount"]
