"""Cases whose clock stands still: what they wait for, what was done about it, and the step that lets them go on."""
