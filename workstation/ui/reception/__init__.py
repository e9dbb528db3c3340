"""The door: check in a booking, take a walk-in, turn somebody away; the panel asks, the law answers."""
