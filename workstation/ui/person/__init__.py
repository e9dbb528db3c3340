"""The desk of the persons themselves: who saw my data, what they ask, what is frozen."""
