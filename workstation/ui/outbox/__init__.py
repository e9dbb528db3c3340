"""The office's e-mail: what is on its way, what came back, and the codes of copies."""
