"""How many damaged seals are read, how long checking one takes beside the bare signature, and how large they are."""

import argparse
from datetime import date, timedelta
from itertools import product
from time import perf_counter

import numpy as np
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from PIL import Image

from benchmarks._paper_damage import PAPERS, page_of
from benchmarks._seal_damage import DAMAGES, by_good_telephone, modules_of, printed, spotted, stained
from benchmarks.figures import figure, finish, per_second
from workstation.imaging import recognise
from workstation.imaging.qrlayout import VERSIONS, layout_of
from workstation.printing.marks import QUIET
from workstation.signing import seal
from workstation.signing.trust import Trust

HOST = "CEK.LOKET.EXAMPLE"
DAY = date(2026, 11, 23)
KEY = seal.SealKey(b"K1", ec.generate_private_key(ec.SECP256R1()))
NAMES = (
    "Siti",
    "O'Reilly",
    "Rahmawati",
    "Bin",
    "Abdul-Malik",
    "Ağça",
    "Nguyễn",
    "Muhammad",
    "de",
    "Simbolon",
)
LARGEST = 57  # modules a side
SLOWEST = 0.001  # seconds a check
DOTS = (203, 300, 600)  # an inch, of the printers that print permits
# one look of one reader, and what the program does: both in turn, at up to four sizes and contrasts, then its own
READERS = {"zxing-cpp": recognise._with_zxing, "zbar": recognise._with_zbar, "either": recognise.read_codes}


def main() -> None:
    """Read the given number of pictures, check seals, count modules; print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--count", type=int, default=160, help="damaged pictures in all (1000 for the whole run)"
    )
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    rng = np.random.default_rng(given.seed)
    trust = Trust(
        hosts=frozenset({HOST}),
        seal_keys={
            KEY.kid: seal.PublicSealKey(
                KEY.kid, KEY.private.public_key(), DAY - timedelta(days=1), DAY + timedelta(days=365)
            )
        },
    )
    texts = [seal.make(statement(rng), KEY, HOST) for _ in range(200)]
    measure_sizes(texts)
    measure_checks(texts, trust)
    measure_reading(texts, max(1, given.count // (2 * len(DAMAGES) + len(PAPERS))), rng)
    finish()


def statement(rng: np.random.Generator) -> seal.Statement:
    """A paper with a name of 8 to 30 characters."""
    name = " ".join(rng.permutation(NAMES))[: int(rng.integers(8, 31))].strip()
    return seal.Statement(
        number=f"{rng.integers(1, 10**6):06}/27/2026",
        type_code="strp-individual",
        name=name,
        nik_last4=f"{rng.integers(1, 10**4):04}",
        valid_from=DAY,
        valid_until=DAY + timedelta(days=int(rng.integers(1, 1800))),
        issued=DAY,
        serial=int(rng.integers(1, 2**32)),
        digest=rng.bytes(8),
    )


def measure_sizes(texts: list[str]) -> None:
    """The largest code must still be printable by a counter printer of 203 dpi."""
    most = max(modules_of(text).shape[0] - 2 * QUIET for text in texts)
    figure("modules a side, largest of 200 seals, names to 30", most, "limit", LARGEST, 1.0, most <= LARGEST)


def measure_checks(texts: list[str], trust: Trust) -> None:
    """Reading a seal whole, beside the one signature in it."""
    said = b"x" * 130
    signature, public = KEY.private.sign(said, ec.ECDSA(SHA256())), KEY.private.public_key()
    bare = per_second(
        lambda: [public.verify(signature, said, ec.ECDSA(SHA256())) for _ in texts], len(texts), 5
    )
    ours = per_second(lambda: [seal.read(text, trust) for text in texts], len(texts), 5)
    held = ours >= 1 / SLOWEST
    figure(
        "seals checked/s, bar 1 ms each", ours, "bare ECDSA P-256 verify/s", bare, 1 / SLOWEST / bare, held
    )


def measure_reading(texts: list[str], each: int, rng: np.random.Generator) -> None:
    """Give every picture to each reader alone and to both as the program does: the bare code, then the permit."""
    for dpi, (name, (damage, least)) in product((203, 300), DAMAGES.items()):
        chosen = [texts[int(at)] for at in rng.integers(0, len(texts), each)]
        sheets = [printed(modules_of(text), dpi, rng) for text in chosen]
        if damage is stained:
            spotted_ones = [spotted(sheet, rng) for sheet in sheets]
            measure_limit(f"{dpi} dpi, {name}", spotted_ones, chosen)
            pictures = [by_good_telephone(sheet, dpi, rng) for sheet in spotted_ones]
        else:
            pictures = [damage(sheet, dpi, rng) for sheet in sheets]
        measure_shares(f"{dpi} dpi, {name}", pictures, chosen, least)
    few = max(1, each // 3)
    for name, (harm, least) in PAPERS.items():
        chosen = [texts[int(at)] for at in rng.integers(0, len(texts), 3 * few)]
        dots = [DOTS[at % len(DOTS)] for at in range(len(chosen))]
        papers = [harm(page_of(text, dpi), dpi, rng) for text, dpi in zip(chosen, dots, strict=True)]
        measure_shares(f"permit of 203, 300, 600 dpi, {name}", papers, chosen, least)


def measure_limit(name: str, sheets: list[Image.Image], texts: list[str]) -> None:
    """How many could be read at all: by somebody who sees every dot, mending what level M can mend."""
    readable = np.mean([is_mendable(sheet, text) for sheet, text in zip(sheets, texts, strict=True)])
    figure(f"readable at all, {name}", float(readable), "all", 1.0, 0.0, True)


def is_mendable(sheet: Image.Image, text: str) -> bool:
    """Say whether no block has more spoilt codewords than half of its check codewords."""
    dark = modules_of(text)
    seen = np.asarray(sheet.resize(dark.shape, Image.Resampling.BOX)) < 128
    inner = slice(QUIET, -QUIET)
    layout = next(one for one in map(layout_of, VERSIONS) if one.side == len(dark) - 2 * QUIET)
    spoilt = layout.codewords(dark[inner, inner], 0) != layout.codewords(seen[inner, inner], 0)
    return bool((np.bincount(layout.blocks, spoilt) <= layout.checks // 2).all())


def measure_shares(name: str, pictures: list[Image.Image], texts: list[str], least: float) -> None:
    """The share that each reader reads, and both as the program looks, with its time."""
    shares = {reader: share(reader, pictures, texts) for reader in ("zxing-cpp", "zbar")}
    alone = max(shares.values())
    started = perf_counter()
    ours = share("either", pictures, texts)
    spent = (perf_counter() - started) / len(texts) * 1000
    against = ", ".join(f"{reader} {found:.3f}" for reader, found in shares.items()) + ", better of them"
    what = f"share read by either, {name}, {len(texts)} pictures, {spent:.0f} ms each"
    figure(what, ours, against, alone, 1.0, ours >= max(least, alone))


def share(reader: str, pictures: list[Image.Image], texts: list[str]) -> float:
    """The share of pictures in which a reader finds the very text."""
    read = READERS[reader]
    return sum(text in read(picture) for picture, text in zip(pictures, texts, strict=True)) / len(texts)


if __name__ == "__main__":
    main()
