"""Who may reach what: every address × everybody × their own things and those of others."""
