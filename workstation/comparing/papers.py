"""What kind of paper a page is, as far as a machine read it: an identity card, turned, with a stamp duty on it."""

from workstation.comparing.layout import Page
from workstation.comparing.letters import bare, is_like, skeleton
from workstation.comparing.proposing import TRUSTED

# what an identity card prints and a letter about a person does not (Permendagri 72/2022, KTP-el)
CARD = ("agama", "kewarganegaraan", "berlakuhingga", "statusperkawinan", "goldarah", "keldesa", "rtrw")
OTHER_CARDS = ("paspor", "passport", "izintinggal", "staypermit", "republic", "kitas", "kitap")
STAMP, SUMS = ("metera", "matera"), ("10000", "6000", "3000", "sepuluhriburupiah", "enamriburupiah")
HOME = {"district": ("kecamatan",), "village": ("kel desa", "kelurahan")}
LONGEST_STAMP = 14  # letters: a sentence that speaks of a stamp is none
LEAST_PIECES, LEAST_LETTERS = 12, 3
CLEARLY, PERHAPS = 3, 2
NEAR = 0.8


def is_readable(page: Page) -> bool:
    """Whether enough was read well to say what a page is not."""
    clear = [p for p in page.pieces if p.word.score >= TRUSTED and len(bare(p.text)) >= LEAST_LETTERS]
    return len(clear) >= LEAST_PIECES


def is_card(page: Page) -> bool:
    """Whether this is an identity card."""
    return _card_words(page) >= CLEARLY


def is_no_card(page: Page) -> bool:
    """Whether this was read well and is nothing like an identity card, a passport or a permit to stay."""
    has_other = any(word in bare(piece.text) for piece in page.pieces for word in OTHER_CARDS)
    return is_readable(page) and not has_other and _card_words(page) < PERHAPS


def has_stamp(page: Page) -> bool:
    """Whether the letters of a stamp duty were read; its sum alone is enough."""
    said = [text for piece in page.pieces if len(text := bare(piece.text)) <= LONGEST_STAMP]
    return any(text.startswith(STAMP) or text.removeprefix("rp") in SUMS for text in said)


def home_on_card(page: Page, code: str, value: str) -> str:
    """What a card prints as the village or district, where it was read well and is not `value`; else ""."""
    for pieces in page.labelled(*HOME.get(code, ()))[:1]:
        said = pieces[0]
        if said.word.score >= TRUSTED and skeleton(said.text) != skeleton(value):
            return said.text
    return ""


def _card_words(page: Page) -> int:
    said = [bare(piece.word.text) for piece in page.pieces]
    return sum(any(text.startswith(word) or is_like(text, word, NEAR) for text in said) for word in CARD)
