"""What people are told: templates, notices and the inbox of every account."""
