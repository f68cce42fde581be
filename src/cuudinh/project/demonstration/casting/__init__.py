"""Stores at full size: some thousand cases go through the doors, and what they wrote is cast many times over.

A case that went through the doors is a mould. A cast of it is what the doors would have written had the same
things happened on another day of the same kind, at another place of the same commune, to other people.
"""
