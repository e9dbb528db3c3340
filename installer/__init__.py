"""What `run` needs before anything is installed (standard library only), and what is handed out."""
