"""Papers are judged by what a reader finds on them: words, places, codes."""
