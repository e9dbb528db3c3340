"""With what an officer signs is a setting of the machine; a file given for his login goes first."""

from pathlib import Path

import pytest

from tests.backroom import PASSPHRASE, certificate_of
from tests.make import Office
from workstation import settings as machine
from workstation.errors import BadSetting, NoCertificate
from workstation.settings import Settings
from workstation.signing.broker import BrokerSigner
from workstation.signing.local import LocalSigner
from workstation.signing.token import TokenSigner
from workstation.usecases.pens import choice

TOKEN = Settings(signer="card", card_library="/usr/lib/modul.so", card_label="Ratna")
BROKER = Settings(signer="broker", broker="https://layanan.kantor:8443")


def test_file_token_and_broker_are_chosen_by_the_setting(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "ratna.p12"
    file.write_bytes(certificate_of("ratna"))
    desk = office.desk("ratna")
    found = {
        kind: choice(desk, settings, None, LocalSigner)
        for kind, settings in {
            LocalSigner: Settings(certificate=str(file)),
            TokenSigner: TOKEN,
            BrokerSigner: BROKER,
        }.items()
    }
    for kind, chosen in found.items():
        assert chosen is not None
        assert type(chosen.make()) is kind
    assert [one.title for one in found.values() if one] == [
        "Berkas sertifikat ratna.p12",
        "Token “Ratna” (ketik PIN-nya)",
        "BSrE melalui layanan kantor",
    ]


def test_a_file_given_for_the_login_goes_first_and_a_missing_one_is_told(
    office: Office, tmp_path: Path
) -> None:
    desk, file = office.desk("ratna"), tmp_path / "ratna.p12"
    chosen = choice(desk, BROKER, file, LocalSigner)
    assert chosen is not None
    with pytest.raises(NoCertificate):
        chosen.make()
    file.write_bytes(certificate_of("ratna"))
    assert chosen.make().open(PASSPHRASE).subject == "Ratna Dewi"
    assert choice(desk, Settings(), None, LocalSigner) is None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('signer = "kartu"', "signer"),
        ('signer = "card"', "card_library"),
        ('signer = "card"\ncard_library = "/m.so"', "card_label"),
        ('signer = "broker"', "broker"),
        ('signer = "broker"\nbroker = "http://layanan:8443"', "broker"),
    ],
)
def test_a_choice_that_cannot_work_is_refused_when_the_settings_are_read(
    tmp_path: Path, text: str, key: str
) -> None:
    file = tmp_path / "workstation.toml"
    file.write_text(text)
    with pytest.raises(BadSetting) as refused:
        machine.load(file)
    assert refused.value.key == key
    file.write_text('signer = "card"\ncard_library = "/m.so"\ncard_label = "Ratna"')
    assert machine.load(file).signer == "card"
