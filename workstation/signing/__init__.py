"""INK. Proves who signed and what was said: PDF signatures, seals, withdrawal lists, trust.

Bytes in, bytes or facts out; no database, no Qt, and no network but that of `bsre` and `broker`. Nothing here believes
a byte that it did not check.
"""
