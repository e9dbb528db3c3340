"""The one place of a signed PDF that is not signed: it must hold the signature and nothing else."""

import binascii
from collections.abc import Sequence

from workstation.signing.der import element_length


def hole_is_the_signature(data: bytes, byte_range: Sequence[int], content: bytes) -> bool:
    """Whether the gap between the two ranges is exactly `<hex of content>`, padded with zeros.

    pyHanko adds up the lengths only: a gap in another place, or a signature stored as a short literal string,
    would leave room for unsigned objects in a file that counts as wholly covered.
    """
    if len(byte_range) != 4 or any(type(one) is bool or int(one) < 0 for one in byte_range):
        return False
    start, first, second, rest = (int(one) for one in byte_range)
    gap = data[first:second]
    if start != 0 or second + rest > len(data) or gap[:1] != b"<" or gap[-1:] != b">":
        return False
    try:
        stored = binascii.unhexlify(gap[1:-1])
    except ValueError:
        return False
    return stored == content and not stored[element_length(stored) :].strip(b"\0")
