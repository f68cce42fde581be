"""Kinds of service beside reports and dossiers: what keeps filings out, who sees them, how they end."""
