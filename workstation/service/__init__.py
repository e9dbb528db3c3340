"""THE BACK ROOM: one headless process on the login `loket_backroom` that seals, issues, publishes and takes in.

It drives use cases in a loop and opens a small door on 127.0.0.1 for portals; it knows no window and no table. Where
`bsre.toml` says so it is also the signing broker: an HTTPS door for supervisors' workstations, so that only this
process holds the credentials of the eSign client (`broker` tells the design, `broker_check` what to look at first).
Its keys never leave its folder. Everything it does is a row with a status, so a second one beside it is harmless
and a killed one loses nothing.
"""
