"""The display of the hall: a window of its own on any screen, painted so that it is read from ten metres."""
