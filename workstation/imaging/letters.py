"""The machine that reads letters: loaded in its worker behind the walls, models from the wheel, nothing fetched.

Only the worker imports this: the libraries are large, and an optional part of the installation.
"""

import os
import sys
from typing import Any

import numpy as np
from PIL import Image

from workstation.imaging.worker import LetterReader, WordsFound

MEMORY = 2 * 1024 * 1024 * 1024  # address space; a third of it is touched
TIRED_AT = 1200 * 1024 * 1024
REQUEST_CPU = 60
KINDNESS = 15
SOUGHT_AT = 960  # px: lines are found on a small picture in half the time, and read on the large one
BADLY_READ, SHORTEST, MOST_LOOKS = 0.85, 5, 12
UPRIGHT = 0.8  # a page is trusted at least as much as this when it lies the right way up
TALL = 1.5


def letter_reader() -> LetterReader:
    """Load the models; the reader gives text, trust 0..1 and four corners in shares of the picture."""
    if sys.platform != "win32":
        os.nice(KINDNESS)  # turning pages goes first
    import cv2
    import onnxruntime
    from rapidocr import RapidOCR

    onnxruntime.disable_telemetry_events()
    cv2.setNumThreads(0)
    settings = {f"EngineConfig.onnxruntime.{name}_op_num_threads": 1 for name in ("intra", "inter")}
    sought = {"Det.limit_type": "max", "Det.limit_side_len": SOUGHT_AT, "Global.log_level": "critical"}
    machine = RapidOCR(params=settings | sought)
    machine(np.full((64, 256, 3), 255, np.uint8))  # what it loads when first needed, it loads now

    def read(picture: Image.Image) -> WordsFound:
        page = picture.convert("RGB")
        found = _pieces(machine, page)
        if found and _trust(found) < UPRIGHT:
            # all of it upside down, and not piece by piece: 009 is a number either way
            turned = _pieces(machine, page.rotate(180))
            if _trust(turned) > _trust(found):
                found = [
                    (text, score, [(1 - x, 1 - y) for x, y in corners]) for text, score, corners in turned
                ]
        return found

    return read


def _pieces(machine: Any, page: Image.Image) -> WordsFound:
    """What is read on a page the way it lies, corners in shares of it."""
    said: Any = machine(_blue_first(page), use_det=True, use_cls=False, use_rec=True)
    if said.txts is None:
        return []
    pieces = [
        (str(text), float(score), [(float(x), float(y)) for x, y in corners])
        for text, score, corners in zip(said.txts, said.scores, said.boxes, strict=True)
    ]
    return [
        (text, score, [(x / page.width, y / page.height) for x, y in corners])
        for text, score, corners in _looked_at_again(machine, page, pieces)
    ]


def _trust(found: WordsFound) -> float:
    """The trust in a page: of its pieces by their length."""
    letters = sum(len(text) for text, _, _ in found)
    return sum(score * len(text) for text, score, _ in found) / max(letters, 1)


def _looked_at_again(machine: Any, page: Image.Image, pieces: WordsFound) -> WordsFound:
    """Read long pieces that came out badly once more from a tight cut: a loose one makes the machine babble."""
    doubtful = [
        n for n, (text, score, _) in enumerate(pieces) if score < BADLY_READ and len(text) >= SHORTEST
    ]
    better = dict(enumerate(pieces))
    for number in doubtful[:MOST_LOOKS]:
        _, score, corners = pieces[number]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        cut = page.crop((int(min(across)), int(min(down)), int(max(across)) + 1, int(max(down)) + 1))
        lying = cut.rotate(90, expand=True) if cut.height > TALL * cut.width else cut
        said: Any = machine(_blue_first(lying), use_det=False, use_cls=False, use_rec=True)
        if said.txts and float(said.scores[0]) > score:
            better[number] = (str(said.txts[0]), float(said.scores[0]), corners)
    return [better[number] for number in range(len(pieces))]


def _blue_first(picture: Image.Image) -> Any:
    return np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])
