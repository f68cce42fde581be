"""VNeID, the national identity of Viet Nam, as a sign-on: its client, and a fake of our own to try it with."""
