"""A worker that goes away does what the application registered for that."""

from collections.abc import Callable

from store.connections import Connections
from tests.server import serving
from tests.sockets.people import settle, three_at_a_table


def test_whoever_is_on_turn_gets_time_back(new_database: Callable[[], str]) -> None:
    url = new_database()
    with serving(url) as server:
        table_id, people = three_at_a_table(server)
        sockets = [person.sit(table_id) for person in people]
        settle(sockets)
        server.stop()
        for each in sockets:
            each.close()
    connections = Connections(url, size=1)
    with connections.connection() as connection, connection.cursor() as cursor:
        cursor.execute("select body from events order by version desc limit 1")
        row = cursor.fetchone()
    connections.close()
    assert row is not None
    assert "credit" in str(row[0])
