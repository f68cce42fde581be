"""Who signs papers in the name of the offices. So far only a trial signer that says what it is."""
