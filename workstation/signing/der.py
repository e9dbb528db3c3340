"""The two things about DER that are done by hand: writing one element, measuring one element."""


def tlv(tag: int, *parts: bytes) -> bytes:
    """One DER element of `tag` around the joined parts."""
    body = b"".join(parts)
    if len(body) < 0x80:
        return bytes((tag, len(body))) + body
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(size))) + size + body


def element_length(data: bytes) -> int:
    """Bytes that the first element of `data` takes, head included; all of `data` without such a head."""
    if len(data) < 2 or data[1] == 0x80:
        return len(data)
    if data[1] < 0x80:
        return 2 + data[1]
    head = 2 + (data[1] & 0x7F)
    return head + int.from_bytes(data[2:head], "big")
