"""preferans."""
