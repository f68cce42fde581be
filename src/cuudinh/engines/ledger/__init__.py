"""The engine of money: what is owed by which rule, what was paid, given back, and how that agrees with the bank."""
