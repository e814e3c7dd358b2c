"""Bots: they get a view and answer with the text of an act, never the match."""
