"""Players: made on first use, once."""

import gevent
import psycopg2
import pytest

from store import players
from store.connections import Connections
from store.ids import new_id


def test_a_guest_is_made_once_and_keeps_the_first_name(connections: Connections) -> None:
    player_id = new_id()

    def ensure(name: str) -> str:
        with connections.connection() as connection:
            return players.ensure(connection, player_id, name).name

    tries = [gevent.spawn(ensure, name) for name in ("alice", "bob", "carol")]
    names = {each.get(timeout=5) for each in tries}
    assert len(names) == 1
    assert ensure("dave") in names


def test_renaming_and_reading(connections: Connections) -> None:
    player_id = new_id()
    with connections.connection() as connection:
        assert players.read(connection, player_id) is None
        assert not players.rename(connection, player_id, "Боря")
        players.ensure(connection, player_id, "alice")
        assert players.rename(connection, player_id, "Боря")
        assert players.names_of(connection, [player_id, 1]) == {player_id: "Боря"}
        found = players.read(connection, player_id)
    assert found is not None and found.name == "Боря"


@pytest.mark.parametrize("name", ["", "x" * 41])
def test_a_name_has_one_to_forty_characters(connections: Connections, name: str) -> None:
    with pytest.raises(psycopg2.IntegrityError), connections.connection() as connection:
        players.ensure(connection, new_id(), name)
