"""The officers' pages: the worklist, one screen for each case, bulk acts, the heads' overview."""
