"""An officer opens `psql` with his own password: what the database alone refuses him, and what it does not."""
