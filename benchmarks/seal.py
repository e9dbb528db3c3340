"""How many damaged seals are read, how long checking one takes beside the bare signature, and how large they are."""

import argparse
from datetime import date, timedelta
from itertools import product
from time import perf_counter

import numpy as np
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from PIL import Image

from benchmarks._seal_damage import DAMAGES, modules_of, printed
from benchmarks.figures import figure, finish, per_second
from workstation.imaging import recognise
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
# one look of one reader, and what the program does: both in turn, at up to four sizes and contrasts
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
    measure_reading(texts, max(1, given.count // (2 * len(DAMAGES))), rng)
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
    """Give every picture to each reader alone and to both as the program does."""
    for dpi, (name, (damage, least)) in product((203, 300), DAMAGES.items()):
        chosen = [texts[int(at)] for at in rng.integers(0, len(texts), each)]
        pictures = [damage(printed(modules_of(text), dpi, rng), dpi, rng) for text in chosen]
        shares = {reader: share(reader, pictures, chosen) for reader in READERS}
        alone = max(shares["zxing-cpp"], shares["zbar"])
        started = perf_counter()
        for picture in pictures:
            recognise.read_codes(picture)
        spent = (perf_counter() - started) / each * 1000
        against = (
            ", ".join(f"{reader} {shares[reader]:.3f}" for reader in ("zxing-cpp", "zbar"))
            + ", better of them"
        )
        what = f"share read by either, {dpi} dpi, {name}, {each} pictures, {spent:.0f} ms each"
        figure(what, shares["either"], against, alone, 1.0, shares["either"] >= max(least, alone))


def share(reader: str, pictures: list[Image.Image], texts: list[str]) -> float:
    """The share of pictures in which a reader finds the very text."""
    read = READERS[reader]
    return sum(text in read(picture) for picture, text in zip(pictures, texts, strict=True)) / len(texts)


if __name__ == "__main__":
    main()
