"""Workflows of other systems read as flows of ours: what can be carried, and why the rest cannot."""
