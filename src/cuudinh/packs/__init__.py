"""The grammar of packs: read, check, plan, apply, export and document what differs between provinces. No framework."""
