"""Other systems, played on this machine for development: `python3 run simulate NAME`."""
