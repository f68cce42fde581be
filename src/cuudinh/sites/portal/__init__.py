"""The residents' face: report, follow, rate; phone first."""
