"""Questions: one module for each screen; read-only sessions, frozen Rows, personal data masked."""
