"""Pages of the ledger: what one owes and pays, and the desk at which money is taken."""
