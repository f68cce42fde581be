"""The machines' face: Open311 GeoReport v2 and the documented API of our own."""
