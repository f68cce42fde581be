"""The faces: sites that combine engines for one audience."""
