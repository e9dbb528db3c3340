"""Bytes in the 41 characters that are both in QR alphanumeric mode and legal in a URL fragment."""

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$*-:+"
VALUES = {character: value for value, character in enumerate(ALPHABET)}


def encode(data: bytes) -> str:
    """Return two bytes in three characters; an odd last byte takes two."""
    even = len(data) // 2 * 2
    pairs = (_digits(data[i] * 256 + data[i + 1], 3) for i in range(0, even, 2))
    return "".join(pairs) + (_digits(data[-1], 2) if len(data) % 2 else "")


def decode(text: str) -> bytes:
    """Return the bytes; ValueError for a foreign character, a lost one or a number that does not fit."""
    out = bytearray()
    for start in range(0, len(text), 3):
        group = text[start : start + 3]
        size = len(group) - 1
        if size == 0:
            raise ValueError("one character too many")
        try:
            out += _number(group).to_bytes(size, "big")
        except (KeyError, OverflowError) as fault:
            raise ValueError(f"not base41: {group!r}") from fault
    return bytes(out)


def _digits(number: int, width: int) -> str:
    """Return `number` as `width` characters, the least significant last."""
    out = ""
    for _ in range(width):
        number, digit = divmod(number, 41)
        out = ALPHABET[digit] + out
    return out


def _number(group: str) -> int:
    """Return the number that the characters of one group write."""
    number = 0
    for character in group:
        number = number * 41 + VALUES[character]
    return number
