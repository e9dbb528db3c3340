"""The start page: what waits for this officer now, each thing one key away."""
