"""Whether a text carries given words, however a PDF writes its spaces, letters and lines."""

import re
import unicodedata

# PDFium writes U+0002 (older readers U+FFFE) for a hyphen at a line's end, and leaves the break out
HYPHENS = frozenset("-\u00ad\u2010\u2011\x02\ufffe")


def holds(text: str, words: str) -> bool:
    """Say whether `words` stand in `text` as words; case, spaces, hyphens, accents and ligatures do not count."""
    wanted = _folded(words).split()
    if not wanted:
        return False
    letters = r"\s*".join(re.escape(letter) for letter in "".join(wanted))
    return re.search(rf"(?<!\w){letters}(?!\w)", _folded(text)) is not None


def _folded(text: str) -> str:
    """Return the text with compatibility forms resolved, accents dropped, in one case."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(
        letter for letter in apart if not unicodedata.combining(letter) and letter not in HYPHENS
    ).casefold()
