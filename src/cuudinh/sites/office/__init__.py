"""The officers' face: the worklist and one screen for each case."""
