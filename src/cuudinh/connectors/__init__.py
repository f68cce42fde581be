"""What speaks with systems outside, one folder for each: what it is, the client, a fake and its tests."""
