"""Verbs: one function for each thing a person or a clock may do; the first argument is the desk.

The only room where the crafts meet: a model becomes a sheet, a sheet a PDF, a PDF a signed PDF, a signed PDF
a row. One use case is one transaction, a long one is one transaction for each item, and none stays open while
a printer, a signer or a file is at work.
"""
