"""Pictures: scan bytes in, page pixels and codes out, in processes that may die.

How the rest of the program asks (`pool.PageReader`, one for the program, `office.tools["pages"]`; every call blocks,
so it is made in a lane; every refusal is a `Problem`):

- `look(key, data, name, width=...)`: facts and first page of a file in one trip, for the eye; shows what is left of
  a cut picture. `probe(data, name)`: the same facts for a file that is to be taken in; refuses cut files.
- `page(key, source, page, width=... or scale=..., clip=..., rotation=...)`: a page, or the part `clip` of it; a page
  that is open gives any part within a frame once `sharpen(key, data, page)` was asked for ahead of time.
- `codes`, `texts`: QR codes in a process of their own, text layers.

`key` is `key_of(data)`: the worker keeps the last few files open under it and asks for the bytes only if it must.
A `password` is sent with each request and kept nowhere here. `pixels.image_of` makes a QImage of an answer.

A new question about pages is a method of `worker.Worker` (in `answers`) and one of `PageReader`; what needs a large
library gets a `Process` of its own, as the code reader has.
"""
