"""A believable province of invented people and reports, filled through the same doors that people use."""
