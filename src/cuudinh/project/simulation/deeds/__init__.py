"""What people do in a year, and what is done to them: each module one kind of it."""
