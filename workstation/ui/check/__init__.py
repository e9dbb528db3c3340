"""What is this paper? A file, a photograph, a scanned code: one large answer, and the facts to compare.

The check rests on the trust bundle of this machine and needs no line; strangers' files are opened only in the
picture process. A good seal proves the facts given here, not the sheet around it, so the screen says what to
compare.
"""
