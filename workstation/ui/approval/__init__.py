"""The supervisor's desk: look into proposals, decide many, sign them with one authentication, see each result.

`view` lays the three lists out, `look` shows one case beside them, `batch` is the page of what is being signed;
`actions` holds the verbs, `screen` binds all of it. The passphrase lives in the closure of one job, nowhere else.
"""
