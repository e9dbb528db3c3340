"""Papers as the back room leaves them: sealed, signed by the supervisor, issued; and what checkers trust."""

from dataclasses import dataclass
from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric import ec

from tests.backroom import PASSPHRASE, BackRoom
from tests.make import Office, exhausted
from workstation.signing import seal, withdrawals
from workstation.signing.certificates import load_roots
from workstation.signing.trust import Trust
from workstation.usecases import deciding, ending, reviewing, signing
from workstation.usecases.reviewing import Reason
from workstation.vocabulary import Proposal, WithdrawalGround

HOST = "CEK.LOKET.EXAMPLE"


@dataclass
class Shelf:
    """Fills the shelf of a test office; one seal key, one practice authority, one list key."""

    office: Office

    def __post_init__(self) -> None:
        self.backroom = BackRoom(self.office)
        self.list_key = withdrawals.WithdrawalKey(b"L1", ec.generate_private_key(ec.SECP256R1()))

    def issued(self, document_id: int | None = None, login: str = "ratna", **case: object) -> int:
        """Seal, sign and issue a document (a newly approved one when none is named); returns its id."""
        wanted = self.office.approved(login, **case) if document_id is None else document_id
        self.backroom.turn()
        outcomes = exhausted(
            signing.sign_batch(
                self.office.desk(login), [wanted], signer=self.backroom.signer(login), secret=PASSPHRASE
            )
        )
        assert [o.ending for o in outcomes] == ["done"], outcomes
        self.backroom.turn()
        assert self.office.ask("SELECT stage FROM loket.document WHERE id = :i", i=wanted) == "issued"
        return wanted

    def refused(self, **case: object) -> int:
        """An issued letter of refusal with one reason; returns its id."""
        application_id = self.office.submitted(**case)
        self.office.complete(application_id)
        self.office.marked(application_id)
        desk = self.office.desk("rina")
        reviewing.pass_on(desk, application_id)
        reason = Reason("need-not-urgent", "Keperluan tidak termasuk keperluan mendesak")
        reviewing.propose(desk, application_id, Proposal.REFUSE, [reason])
        exhausted(deciding.refuse_many(self.office.desk("ratna"), [application_id]))
        return self.issued(self.office.id_of("document", "application_id", application_id))

    def withdrawn(self, document_id: int, note: str = "salah nama", by: str = "ratna") -> int:
        """Take a paper out of force: proposed by sari, carried out by a supervisor; returns its id."""
        ending.propose_withdrawal(self.office.desk("sari"), document_id, WithdrawalGround.SUBSTANCE, note)
        ending.withdraw(self.office.desk(by), document_id)
        return document_id

    def trust(self, *withdrawn: int, listed_days_ago: float = 0.0, key: seal.SealKey | None = None) -> Trust:
        """What a checker of this office trusts; the list names the documents with these ids."""
        now = self.office.desk("budi").now()
        day, far = now.astimezone(seal.WIB).date(), timedelta(days=3650)
        known = key or self.backroom.key
        public = seal.PublicSealKey(known.kid, known.private.public_key(), day - far, day + far)
        serials = [
            int(self.office.ask("SELECT serial FROM loket.document WHERE id = :i", i=one))
            for one in withdrawn
        ]
        listing = withdrawals.publish(serials, self.list_key, now - timedelta(days=listed_days_ago))
        return Trust(
            hosts=frozenset({HOST}),
            seal_keys={public.kid: public},
            list_keys={self.list_key.kid: self.list_key.private.public_key()},
            roots=tuple(load_roots([self.backroom.authority.root])),
            withdrawals=listing,
        )
