"""Moving a province from one database to another, with a proof that nothing changed on the way."""
