"""What an administrator looks at before signing through BSrE goes live; nothing is signed."""

from collections.abc import Iterator

from workstation.service.broker_plan import BrokerPlan
from workstation.signing.bsre.client import EsignClient
from workstation.signing.bsre.replies import EsignFault
from workstation.signing.bsre.settings import is_plain


def findings(plan: BrokerPlan) -> Iterator[tuple[bool, str]]:
    """Yield for each point whether it is good and what was seen, with the server's own words.

    Credentials of public repositories and open secrets were refused when the plan was read.
    """
    esign = plan.esign
    yield True, f"eSign client v{esign.version}: {esign.base}; koordinat mulai {esign.reads_from}"
    yield True, f"kredensial: pengguna {esign.user}, bukan bawaan"
    yield (
        not is_plain(esign),
        "TLS ke eSign client" + (": TIDAK; passphrase terbaca di jaringan" if is_plain(esign) else ""),
    )
    yield bool(plan.signatories), f"{len(plan.signatories)} penanda tangan terdaftar"
    client = EsignClient(esign)
    try:
        for login, nik in plan.signatories.items():
            try:
                status = client.status(nik)
            except EsignFault as fault:
                yield False, f"{login}: {fault.fault} ({fault.raw})"
            else:
                yield status.may_sign, f"{login}: {status.raw}"
    finally:
        client.close()
