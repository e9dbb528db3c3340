"""How long data are kept, what is due, and who destroys it with whose approval."""
