"""A request with its actor, one problem answer, page or part, and the components every page is built of."""
