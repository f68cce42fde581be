"""Guards: what every line of the tree must keep to. Each one is also shown catching a planted fault."""
