"""Paper: frozen facts in, PDF bytes out.

`sheets` names the facts, one module per paper sets them, and those share three tools: `typeface` and `lines`
measure and break text, `paper` gives pages with their furniture, `marks` draws codes and the signature block.
Nothing here knows the database, Qt or who signs. The canvas is used directly instead of a document template,
because a permit is issued by the thousand. The practice mark is drawn by `paper` on every page: a caller can
neither forget it nor move it. Equal sheets give equal bytes.
"""
