"""One module a row of `make bench`, found by itself.

`measure(quick=…)` returns figures by name; a row without `quick` is left out of the short bench.
`LINES`, if there are any, say how they stand in the table and which marks they must hold.
"""
