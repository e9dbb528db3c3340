"""With what an officer signs at this machine: a certificate file, a token, or the office's broker (a setting)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from workstation.desk import Desk
from workstation.errors import NoCertificate
from workstation.settings import BROKER, CARD, Settings
from workstation.signing.signer import Signer
from workstation.usecases.brokering import take_pass


@dataclass(frozen=True, slots=True)
class SignerChoice:
    """What the officer is told that he signs with, and how it is made when he does; NoCertificate when it is gone."""

    title: str
    make: Callable[[], Signer]


def choice(
    desk: Desk, settings: Settings, certificate: Path | None, signer_for: Callable[[bytes], Signer]
) -> SignerChoice | None:
    """Choose as this machine is set; `certificate` is a file given for this login, which goes first. None: nothing."""
    if certificate is None and settings.signer == CARD:
        return SignerChoice(f"Token “{settings.card_label}” (ketik PIN-nya)", partial(_token, settings))
    if certificate is None and settings.signer == BROKER:
        return SignerChoice("BSrE melalui layanan kantor", partial(_broker, desk, settings))
    file = certificate or (Path(settings.certificate) if settings.certificate else None)
    if file is None:
        return None
    return SignerChoice(f"Berkas sertifikat {file.name}", partial(_file, file, signer_for))


def _file(file: Path, signer_for: Callable[[bytes], Signer]) -> Signer:
    try:
        data = file.read_bytes()
    except OSError as fault:
        raise NoCertificate(str(file)) from fault
    return signer_for(data)


def _token(settings: Settings) -> Signer:
    from workstation.signing.token import TokenSigner

    return TokenSigner(settings.card_library, settings.card_label)


def _broker(desk: Desk, settings: Settings) -> Signer:
    from workstation.signing.broker import BrokerSigner

    return BrokerSigner(settings.broker, settings.broker_authorities, partial(take_pass, desk))
