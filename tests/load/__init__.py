"""The load driver itself, for some seconds, on a small installation that is served."""
