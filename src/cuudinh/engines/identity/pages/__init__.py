"""Pages of identity: signing in, registering, signing out, and one's own account."""
