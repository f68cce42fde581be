"""What people ask of their own data, from the page to what is done with it, and what is left of it."""
