"""All SQL: one module per noun, migrations as numbered files; see README.md."""
