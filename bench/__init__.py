"""Measurements: ratios beside peers, reproducible by `make bench`."""
