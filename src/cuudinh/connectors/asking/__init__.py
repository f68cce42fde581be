"""How every connector asks: within bounds of time and size, and not again and again who is silent."""
