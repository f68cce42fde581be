"""Makes the tables of the shipped packs from installable packages and facts compiled elsewhere.

Run by whoever maintains a pack (`python -m cuudinh.project.pack_sources.hue`), never by an
installation: what a province applies is the pack in the repository. Needs the extra `pack-sources`.
"""
