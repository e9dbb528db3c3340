"""INK. Proves who signed and what was said: PDF signatures, seals, withdrawal lists, trust.

Bytes in, bytes or facts out; no database, no Qt, no network. Nothing here believes a byte that it did not check.
"""
