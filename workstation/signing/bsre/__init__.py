"""The national eSign service (BSrE, BSSN): its client API in both versions, behind the port of all signers.

`settings` is what differs between installations, `replies` reads every shape of answer, `client` speaks HTTP and
knows paths and fields, `signer` is the port: status first, then the passphrase on a page of its own, then papers.
The agency's server is slow, sometimes wrong and never tells twice what it did: whatever is not clearly a refusal
leaves the outcome unknown, and only the kept unsigned file is ever sent again. Only the broker
(`workstation.service.broker`) makes these objects; no counter PC holds the credentials.
Sources of paths, fields and codes: public clients of the API, reconciled; what none of them shows is a setting.
"""
