"""Systems that sign people in through us, where we are the ones who call: they are told that somebody signed out."""
