"""What comes out of the work of offices: counted as it happens, scored by packs, led back to the cases."""
