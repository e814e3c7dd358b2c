"""The same start as the server's: nothing may be imported before the patch."""

# ruff: noqa: E402
from gevent import monkey

monkey.patch_all()

from psycogreen.gevent import patch_psycopg

patch_psycopg()

from tests.databases import (
    connections,
    database_template,
    database_url,
    new_database,
    own_postgres,
    postgres,
)
from tests.leaks import nothing_left_behind

__all__ = [
    "connections",
    "database_template",
    "database_url",
    "new_database",
    "nothing_left_behind",
    "own_postgres",
    "postgres",
]

# The browser tests drive a browser from a process of their own, which is not patched.
collect_ignore = ["browser"]
