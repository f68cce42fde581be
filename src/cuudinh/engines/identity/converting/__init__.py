"""How a run of a conversion works inside: what is known, what is counted, what a batch writes and undoes."""
