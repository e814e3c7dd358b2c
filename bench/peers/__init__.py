"""Other servers for the same club: the same rules, messages and database, written another way."""
