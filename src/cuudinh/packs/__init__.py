"""The grammar of packs: read, check, plan, apply, export and document them. No framework."""
