"""Records moved from one site to another."""
