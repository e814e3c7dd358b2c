"""green."""
