"""Who acts: persons, accounts, offices in time, memberships, and one policy that says who may and why."""
