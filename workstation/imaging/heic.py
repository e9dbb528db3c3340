"""Phones' HEIC pictures, where libheif is there (pi-heif: decoding only, LGPL-3; the sister with an encoder is GPL)."""


def register() -> bool:
    """Teach Pillow to open HEIC; False where the library is not installed."""
    try:
        import pi_heif
    except ImportError:
        return False
    pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
    return True
