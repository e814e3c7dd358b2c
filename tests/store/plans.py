"""How the database goes about what a function asks it: no large relation may be read whole."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from psycopg2.extensions import cursor as plain_cursor

from store.connections import Connections
from store.opening import Connection


def scanned(connections: Connections, ask: Callable[[Connection], object]) -> set[str]:
    """The relations that the statements of this function read from end to end."""
    said: list[bytes] = []

    class Listening(plain_cursor):
        def execute(self, query: Any, values: Any = None) -> None:
            super().execute(query, values)
            said.append(self.query or b"")

    with connections.transaction() as connection:
        connection.cursor_factory = Listening
        try:
            ask(connection)
        finally:
            connection.cursor_factory = plain_cursor
        assert said
        return {name for query in said for name in _scanned_by(connection, query)}


def _scanned_by(connection: Connection, query: bytes) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(b"explain (format json) " + query.strip())
        row = cursor.fetchone()
    assert row is not None
    plan = row[0] if isinstance(row[0], list) else json.loads(row[0])
    yield from _sequential(plan[0]["Plan"])


def _sequential(plan: dict[str, Any]) -> Iterator[str]:
    if plan["Node Type"] == "Seq Scan":
        yield plan["Relation Name"]
    for each in plan.get("Plans", ()):
        yield from _sequential(each)
