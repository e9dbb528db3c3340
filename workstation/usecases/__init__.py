"""VERBS. One function per thing that a person or a clock may do: asks the nouns, returns facts."""
