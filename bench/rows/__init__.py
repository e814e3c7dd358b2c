"""One module a row of `make bench`: `measure()` returns its figures by name."""
