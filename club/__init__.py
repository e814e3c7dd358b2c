"""club."""
