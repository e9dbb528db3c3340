"""The balance: each total of a period written out as an equation, and by number what keeps it from balancing."""
