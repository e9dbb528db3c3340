"""The rules of permits: what a citizen must bring, what a version changed, and how a new one comes in.

`screen` binds the rows, `view` lays out, `pages` writes the text of a version, `loading` looks at files and loads
them (administrator alone), `actions` holds the verbs.
"""
