"""Search by number, NIK, tracking code or name, and the life of what was found."""
