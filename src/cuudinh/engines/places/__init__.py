"""Where things are: administrative units in time with successors, boundaries and calendars."""
