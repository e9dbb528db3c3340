"""Takes each paper the way citizens do: photo, messenger, scanner, PDF from a system, screenshot."""

import random
import zlib
from pathlib import Path

import numpy as np
from PIL import Image

from installer.practice import camera, card, certificates, letters, scanner
from installer.practice.paper import Paper
from installer.practice.rows import small_file
from installer.practice.sheet import Sheet, born_digital, pixels

# Weights of phone, messenger, scanner, digital, screenshot
HABITS = {
    "identity_card": (68, 16, 14, 0, 2),
    "photo": (58, 36, 0, 0, 6),
    "assignment_letter": (0, 0, 62, 38, 0),
    "vaccine_certificate": (52, 16, 0, 12, 20),
    "business_number": (20, 10, 25, 45, 0),
    "statement": (80, 8, 12, 0, 0),
    "employment_letter": (60, 10, 20, 10, 0),
    "neighbourhood_letter": (85, 15, 0, 0, 0),
    "guarantor_letter": (70, 20, 10, 0, 0),
    "cause_letter": (66, 18, 16, 0, 0),
    "worker_card": (0, 1, 0, 0, 0),
    "worker_photo": (0, 1, 0, 0, 0),
}
KINDS = ("phone", "messenger", "scanner", "digital", "screenshot")
ENDINGS = {"phone": "jpg", "messenger": "jpg", "scanner": "pdf", "digital": "pdf", "screenshot": "png"}
LETTERS = {
    "assignment_letter": letters.assignment_letter,
    "statement": letters.statement,
    "employment_letter": letters.employment_letter,
    "neighbourhood_letter": letters.neighbourhood_letter,
    "guarantor_letter": letters.guarantor_letter,
    "cause_letter": letters.cause_letter,
    "vaccine_certificate": certificates.vaccine_certificate,
    "business_number": certificates.business_number,
}

ROWS = {"worker_card": card.identity_card, "worker_photo": card.photo_sheet}


def choose_captures(papers: list[Paper]) -> None:
    """Decide for every paper how it was taken and turned; sets capture, turn and the file ending."""
    turns = 0
    for paper in papers:
        dice = random.Random(f"capture {paper.file}")
        paper.capture = dice.choices(KINDS, HABITS[paper.document])[0]
        spoilt = paper.defect is not None and paper.defect["kind"] == "unreadable"
        if (paper.document == "assignment_letter" and len(paper.rows) <= letters.ONE_PAGE_ROWS) or spoilt:
            paper.capture = "phone"
        if paper.capture == "phone" and paper.document != "photo":
            turns += 1
            paper.turn = "exif" if turns % 10 == 3 else "untold" if turns % 20 == 8 else "none"
        paper.file = f"{paper.file}.{ENDINGS[paper.capture]}"


def shoot(paper: Paper, folder: Path) -> None:
    """Draw and take one paper into `folder`."""
    dice = np.random.default_rng(zlib.crc32(paper.stem.encode()))
    target = folder / paper.file
    if paper.document in ROWS:
        dpi, most = small_file(paper)
        target.write_bytes(camera.jpeg(pixels(ROWS[paper.document](paper), int(dpi)), most, 82))
        return
    if paper.capture == "digital":
        born_digital(_sheets(paper), target, f"SPESIMEN {paper.document}")
        return
    pages = [pixels(s, _dpi(paper)) for s in _sheets(paper)]
    if paper.capture == "scanner":
        scanner.scan_pdf(
            pages, target, dice, bilevel=dice.random() < 0.5 and paper.document != "identity_card"
        )
    elif paper.capture == "screenshot":
        scanner.screenshot(pages[0]).save(target, optimize=True)
    elif paper.document == "photo":
        target.write_bytes(_portrait_file(paper, pages[0], dice))
    else:
        target.write_bytes(_photo_file(paper, pages[0], dice))


def _sheets(paper: Paper) -> list[Sheet]:
    if paper.document == "photo":
        return [card.photo_sheet(paper)]
    if paper.document != "identity_card":
        return LETTERS[paper.document](paper)
    if paper.capture != "scanner":
        return [card.identity_card(paper)]
    page = Sheet()
    copy = pixels(card.identity_card(paper, copy=True), 400).convert("RGBA")
    page.text(105, 30, "SPESIMEN - fotokopi kartu identitas", 11, "sans", (60, 60, 60), "m")
    page.picture(copy, 48, 44, 113, 71.3)
    return [page]


def _dpi(paper: Paper) -> int:
    if paper.document == "identity_card" and paper.capture != "scanner":
        return 420
    return 300 if paper.document in ("photo", "vaccine_certificate") else 200


def _photo_file(paper: Paper, page: Image.Image, dice: np.random.Generator) -> bytes:
    messenger = paper.capture == "messenger"
    small = paper.document in ("identity_card", "vaccine_certificate")
    long_side = (
        int(dice.integers(1280, 1500)) if messenger else 1600 if small else int(dice.integers(1760, 2000))
    )
    photo = camera.phone_photo(page, dice, long_side, 0.86 if small else 0.94, folded=not small)
    if paper.defect and paper.defect["kind"] == "unreadable":
        photo = camera.spoiled(photo, dice)
    if messenger:
        return camera.jpeg(photo, 100_000, 70)
    exif = camera.camera_exif(1, bool(dice.random() < 0.5))
    if paper.turn == "exif":
        photo = photo.transpose(Image.Transpose.ROTATE_90)
        exif = camera.camera_exif(6, True)
    elif paper.turn == "untold":
        photo, exif = photo.transpose(Image.Transpose.ROTATE_270), Image.Exif()
    return camera.jpeg(photo, 105_000 if small else 150_000, 82, exif)


def _portrait_file(paper: Paper, page: Image.Image, dice: np.random.Generator) -> bytes:
    """A 4 x 6 photo: the print photographed close, or the studio's file sent by messenger."""
    if paper.capture == "messenger":
        return camera.jpeg(page, 60_000, 80)
    photo = camera.phone_photo(page, dice, 960, 0.97, folded=False)
    return camera.jpeg(photo, 60_000, 80, camera.camera_exif(1, False))
