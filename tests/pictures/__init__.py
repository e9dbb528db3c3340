"""Pictures of every screen in its main states: `python3 run pictures` writes docs/pictures anew."""
