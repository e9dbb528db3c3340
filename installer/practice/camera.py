"""Telephones: perspective, curl, light, shadow, noise and JPEG on a desk."""

import io
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[Any]
DESKS = ((96, 74, 56), (150, 122, 92), (110, 112, 116), (206, 200, 190), (58, 62, 70), (170, 160, 140))
MONAS = (-6.1754, 106.8272)


def phone_photo(
    page: Image.Image, dice: np.random.Generator, long_side: int, fill: float = 0.93, folded: bool = True
) -> Image.Image:
    """Return the page lying on a desk, seen by a hand-held telephone; `fill` is its share of the frame."""
    width, height = page.size
    tall = height > width
    frame = (round(long_side * 0.75), long_side) if tall else (long_side, round(long_side * 0.75))
    scale = min(frame[0] / width, frame[1] / height) * fill
    small = cv2.resize(np.asarray(page), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = _curl(_tint(small, dice), dice, folded)
    scene = _lay(small, _desk(frame, dice), dice)
    return Image.fromarray(_light(scene, dice))


def _tint(page: Pixels, dice: np.random.Generator) -> Pixels:
    warm = np.array([1.0, dice.uniform(0.975, 0.995), dice.uniform(0.92, 0.98)])
    grain = _cloud(page.shape[:2], dice, 60) * 0.03 + 0.975
    tinted: Pixels = np.clip(page * warm * grain[..., None], 0, 255).astype(np.uint8)
    return tinted


def _cloud(shape: tuple[int, int], dice: np.random.Generator, cell: int) -> Pixels:
    """Low-frequency noise, 0 to 1."""
    coarse = dice.random((shape[0] // cell + 3, shape[1] // cell + 3)).astype(np.float32)
    return cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)


def _curl(page: Pixels, dice: np.random.Generator, folded: bool) -> Pixels:
    height, width = page.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    bend = dice.uniform(-4, 4) * np.sin(ys / height * np.pi * dice.uniform(0.8, 1.6))
    wave = dice.uniform(-3, 3) * np.sin(xs / width * np.pi * dice.uniform(0.8, 1.4))
    bent = cv2.remap(page, xs + bend, ys + wave, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    if folded and dice.random() < 0.3 and height > width:
        fold = np.abs(ys[:, :1] - height * dice.uniform(0.45, 0.55))
        bent = (bent * (1 - 0.10 * np.exp(-((fold / 3.0) ** 2)))[..., None]).astype(np.uint8)
    return bent


def _desk(frame: tuple[int, int], dice: np.random.Generator) -> Pixels:
    width, height = frame
    tone = np.array(DESKS[dice.integers(len(DESKS))], np.float32)
    streaks = cv2.resize(dice.random((height // 6, 4)).astype(np.float32), (width, height))
    cloud = _cloud((height, width), dice, 240)
    return np.clip(tone * (0.82 + 0.16 * streaks + 0.2 * cloud)[..., None], 0, 255).astype(np.uint8)


def _lay(page: Pixels, desk: Pixels, dice: np.random.Generator) -> Pixels:
    """Warp the page onto the desk: corners shifted up to 2.5 %, turned up to 3 degrees."""
    height, width = page.shape[:2]
    frame_h, frame_w = desk.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    turn = np.radians(dice.uniform(-3, 3))
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    placed = (corners - [width / 2, height / 2]) @ spin.T
    placed += dice.uniform(-0.025, 0.025, (4, 2)) * [width, height] + [frame_w / 2, frame_h / 2]
    low, high = placed.min(0), placed.max(0)
    room = np.array([frame_w, frame_h])
    shrink = min(1.0, *(0.985 * room / (high - low)))
    placed = (placed - (low + high) / 2) * shrink + room / 2
    matrix = cv2.getPerspectiveTransform(corners, placed.astype(np.float32))
    top = cv2.warpPerspective(page, matrix, (frame_w, frame_h), flags=cv2.INTER_CUBIC)
    cover = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, (frame_w, frame_h))
    alpha = cover[..., None] / 255.0
    under = cv2.GaussianBlur(np.roll(cover, (7, 6), (0, 1)), (0, 0), 9)[..., None] / 255.0
    shaded = desk * (1 - 0.45 * under)
    seen: Pixels = np.clip(top * alpha + shaded * (1 - alpha), 0, 255).astype(np.uint8)
    return seen


def _light(scene: Pixels, dice: np.random.Generator) -> Pixels:
    height, width = scene.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    angle = dice.uniform(0, 2 * np.pi)
    slope = (xs / width - 0.5) * np.cos(angle) + (ys / height - 0.5) * np.sin(angle)
    light = 0.95 + dice.uniform(0.12, 0.3) * slope
    if dice.random() < 0.55:
        edge = (xs / width - 0.5) * np.cos(angle + 1.9) + (ys / height - 0.5) * np.sin(angle + 1.9)
        edge = (edge - dice.uniform(0.15, 0.45)) * dice.uniform(9, 22)
        light *= 1 - dice.uniform(0.2, 0.4) / (1 + np.exp(-np.clip(edge, -30, 30)))
    warmth = dice.uniform(-0.05, 0.05)
    balance = 1 + np.array([warmth, dice.uniform(-0.01, 0.01), -warmth])
    lit = scene * light[..., None] * balance
    lit = cv2.GaussianBlur(lit.astype(np.float32), (0, 0), dice.uniform(0.55, 0.95))
    lit += cv2.GaussianBlur(
        dice.normal(0, dice.uniform(2.2, 4), (height, width, 1)).astype(np.float32), (0, 0), 0.7
    )[..., None]
    lit_scene: Pixels = np.clip(lit, 0, 255).astype(np.uint8)
    return lit_scene


def spoiled(photo: Image.Image, dice: np.random.Generator) -> Image.Image:
    """Return a photo nobody can read: shaken and much too dark."""
    length = photo.width // 20
    kernel = np.zeros((length, length), np.float32)
    cv2.line(kernel, (0, length // 3), (length - 1, 2 * length // 3), 1.0, 3)
    shaken = cv2.filter2D(np.asarray(photo), -1, kernel / kernel.sum())
    dark = np.clip(shaken * 0.28 + dice.normal(0, 7, shaken.shape), 0, 255)
    return Image.fromarray(dark.astype(np.uint8))


def jpeg(image: Image.Image, limit: int, quality: int = 84, exif: Image.Exif | None = None) -> bytes:
    """Return JPEG bytes of at most `limit` bytes where quality 50 allows, chroma 4:2:0."""
    while True:
        data = io.BytesIO()
        image.save(data, "JPEG", quality=quality, subsampling=2, optimize=True, exif=exif or Image.Exif())
        if data.tell() <= limit or quality <= 50:
            return data.getvalue()
        quality -= 6


def camera_exif(orientation: int, with_place: bool) -> Image.Exif:
    """Return EXIF of an invented telephone, place Monas where wanted."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Contoh", "Telepon Latihan", orientation
    if with_place:
        exif.get_ifd(0x8825).update(
            {
                1: "S" if MONAS[0] < 0 else "N",
                2: _degrees(MONAS[0]),
                3: "E",
                4: _degrees(MONAS[1]),
            }
        )
    return exif


def _degrees(value: float) -> tuple[float, float, float]:
    value = abs(value)
    minutes = value % 1 * 60
    return (float(int(value)), float(int(minutes)), round(minutes % 1 * 60, 2))
