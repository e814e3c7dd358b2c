"""Players who really play: seated through the club's own pages, driven by a compiled generator."""
