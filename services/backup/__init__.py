"""Copies of everything, from which an empty place becomes the same Earshot again.

A backup folder holds sets and contents. A set is one moment: the database as PostgreSQL
dumps it, and the list of contents that it speaks of. Contents, above all sound, are shared
by all sets, so a further set copies only what is new. A set without manifest never became
whole.

    manifest.json beside database.dump and contents.txt, in a folder named after its moment
    contents/ab/cd/<sha256>-<stored bytes>, as they lie in storage, sealed or not
"""
