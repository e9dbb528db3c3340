"""A drawn face of plain shapes on a red or blue ground; the same person always looks the same."""

import random

from PIL import Image, ImageDraw, ImageFilter

SKINS = ((236, 200, 165), (222, 178, 138), (200, 150, 110), (176, 126, 90))
HAIRS = ((24, 20, 20), (40, 30, 26), (60, 48, 42), (120, 120, 124))
CLOTHES = ((245, 245, 245), (60, 70, 92), (120, 40, 50), (46, 92, 70), (200, 180, 140), (90, 90, 96))
GROUNDS = {"red": (190, 30, 38), "blue": (40, 92, 176)}
SCALE = 2


def portrait(who: str, facts: dict[str, str]) -> Image.Image:
    """Return an RGBA head-and-shoulders picture, 472 x 708 px (4 x 6 cm at 300 dpi)."""
    dice = random.Random(f"face {who}")
    image = Image.new("RGBA", (472 * SCALE, 708 * SCALE), (*GROUNDS[facts["ground"]], 255))
    _Face(image, dice, facts).draw_all()
    soft = image.filter(ImageFilter.GaussianBlur(1.4))
    return soft.resize((472, 708), Image.Resampling.LANCZOS)


class _Face:
    """Draws one face; all measures in pixels of the 472 x 708 picture."""

    def __init__(self, image: Image.Image, dice: random.Random, facts: dict[str, str]) -> None:
        self.pen = ImageDraw.Draw(image)
        self.dice = dice
        self.scarf = facts["scarf"] == "yes"
        self.long_hair = facts["sex_code"] == "P" and not self.scarf
        self.skin = dice.choice(SKINS)
        self.hair = dice.choice(HAIRS)
        self.cloth = dice.choice(CLOTHES)
        self.half = dice.randint(92, 112)
        self.top, self.chin = 196, dice.randint(446, 476)

    def _oval(self, x1: float, y1: float, x2: float, y2: float, tone: tuple[int, ...]) -> None:
        self.pen.ellipse([v * SCALE for v in (x1, y1, x2, y2)], tone)

    def _arc(self, box: tuple[float, ...], start: int, end: int, tone: tuple[int, ...], width: int) -> None:
        self.pen.arc([v * SCALE for v in box], start, end, tone, width * SCALE)

    def draw_all(self) -> None:
        """Back to front: hair behind, shoulders, neck, head, features, hair before."""
        half, top, chin = self.half, self.top, self.chin
        if self.long_hair:
            self._oval(236 - half - 34, top - 44, 236 + half + 34, chin + 90, self.hair)
        if self.scarf:
            self._oval(236 - half - 36, top - 50, 236 + half + 36, chin + 120, self.cloth)
        self._oval(30, 540, 442, 1000, self.cloth)
        if not self.scarf:
            self._oval(236 - 56, chin - 60, 236 + 56, chin + 110, _darker(self.skin, 0.9))
            self._oval(236 - half - 16, 318, 236 - half + 16, 376, self.skin)
            self._oval(236 + half - 16, 318, 236 + half + 16, 376, self.skin)
        else:
            self._oval(236 - 110, chin - 20, 236 + 110, chin + 190, _darker(self.cloth, 0.92))
        self._oval(236 - half, top, 236 + half, chin, self.skin)
        self._features()
        self._hair_before()

    def _features(self) -> None:
        dice, dark = self.dice, (40, 28, 24)
        eye_y, apart = dice.randint(316, 330), dice.randint(40, 50)
        for side in (-1, 1):
            x = 236 + side * apart
            self._oval(x - 19, eye_y - 9, x + 19, eye_y + 9, (250, 248, 245))
            self._oval(x - 9, eye_y - 9, x + 9, eye_y + 9, dark)
            brow = (x - 27, eye_y - 34, x + 27, eye_y - 2)
            self._arc(brow, 200, 340, self.hair if self.hair[0] < 100 else dark, dice.randint(4, 7))
        nose = dice.randint(14, 22)
        self._arc((236 - nose, 350, 236 + nose, 392), 20, 160, _darker(self.skin, 0.7), 5)
        mouth = dice.randint(34, 46)
        lips = _darker(self.skin, 0.62)
        self._arc((236 - mouth, 380, 236 + mouth, dice.randint(420, 432)), 25, 155, lips, 7)
        if dice.random() < 0.3:
            for side in (-1, 1):
                x = 236 + side * apart
                self._arc((x - 32, eye_y - 26, x + 32, eye_y + 28), 0, 360, (50, 50, 54), 4)
        if not self.scarf and not self.long_hair and dice.random() < 0.35:
            self._arc((236 - 44, 384, 236 + 44, 424), 190, 350, self.hair, 9)

    def _hair_before(self) -> None:
        half, top = self.half, self.top
        box = [v * SCALE for v in (236 - half - 8, top - 26, 236 + half + 8, top + 190)]
        if self.scarf:
            self._arc((236 - half - 14, top - 20, 236 + half + 14, self.chin + 26), 150, 390, self.cloth, 24)
        else:
            start, end = (186, 354) if self.long_hair else (192, 348)
            self.pen.chord(box, start, end, self.hair)


def _darker(tone: tuple[int, ...], share: float) -> tuple[int, ...]:
    return tuple(round(c * share) for c in tone)
