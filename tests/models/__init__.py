"""Things and the moves that they allow, apart from any screen."""
