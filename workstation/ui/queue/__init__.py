"""The line at a counter: who waits, who is here, who stepped aside; every verb of calling on one key."""
