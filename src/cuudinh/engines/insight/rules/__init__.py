"""Pure rules of insight: what is counted of a dossier, and how counts become points."""
