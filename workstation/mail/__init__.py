"""E-mail as a craft: what a message says, how it is put together and handed to a server, how a bounce is read."""
