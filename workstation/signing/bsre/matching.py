"""Which returned file is which paper: by its content, never by its place in the answer."""

from collections.abc import Sequence

from workstation.signing.sight import same_sight


def matched(unsigned: Sequence[bytes], returned: Sequence[bytes]) -> list[bytes | None]:
    """Return for each unsigned file the signed one that was made from it, None where there is none.

    A server appends to the file (then ours is its beginning) or writes it anew (then both look alike).
    """
    left = [data for data in returned if is_signed(data)]
    found: list[bytes | None] = [_taken(left, [data.startswith(own) for data in left]) for own in unsigned]
    if left:
        for place, own in enumerate(unsigned):
            if found[place] is None:
                found[place] = _taken(left, [same_sight(own, data) for data in left])
    return found


def is_signed(data: bytes) -> bool:
    """Whether this is a PDF with a signature in it; what it is worth, `inspecting` says."""
    return data.startswith(b"%PDF-") and b"/ByteRange" in data


def _taken(left: list[bytes], fits: Sequence[bool]) -> bytes | None:
    return left.pop(fits.index(True)) if True in fits else None
