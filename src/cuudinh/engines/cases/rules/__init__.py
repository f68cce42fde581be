"""The pure decisions of the cases engine: same input, same output, no clock and no database.

`acting.decide` is the heart: a case as it stands, an act and its inputs go in, a move comes out.
"""
