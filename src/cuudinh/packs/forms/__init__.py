"""Forms as data: questions written in a pack, compiled once, read alike by the server, the page and programs."""
