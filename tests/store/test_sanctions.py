"""Sanctions that are over are ended once, by whichever worker comes to each."""

from store import players, sanctions
from store.connections import Connections
from store.ids import new_id


def _over(connections: Connections, player_id: int) -> int:
    """A silence whose time is over."""
    with connections.transaction() as connection:
        sanction_id = sanctions.impose(
            connection,
            player_id,
            "silence",
            hours=1,
            reason="why",
            report_id=None,
            by_id=player_id,
        )
        with connection.cursor() as cursor:
            cursor.execute(
                "update sanctions set until = now() - interval '1 second' where id = %s",
                (sanction_id,),
            )
    return sanction_id


def test_two_workers_end_each_once(connections: Connections) -> None:
    player_id = new_id()
    with connections.connection() as connection:
        players.ensure(connection, player_id, "alice")
    over = [_over(connections, player_id) for _ in range(6)]
    with connections.transaction() as one, connections.transaction() as other:
        first = sanctions.end_those_over(one, 4)
        second = sanctions.end_those_over(other, 10)
        assert len(first) == 4, "as many as one step takes"
        assert len(second) == 2, "those the other one holds are passed over"
    assert sorted(sanction_id for sanction_id, _, _ in first + second) == over
    with connections.connection() as connection:
        assert sanctions.end_those_over(connection, 10) == []
        assert not any(each.holds for each in sanctions.of_player(connection, player_id))
