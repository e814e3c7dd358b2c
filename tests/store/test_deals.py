"""Deals are kept with the acts that made them."""

from store import deals, events
from store.connections import Connections
from tests.store.rows import a_match, an_act


def test_deals_are_numbered_and_get_their_results(connections: Connections) -> None:
    match_id, other = a_match(connections), a_match(connections)
    rows = [
        an_act(match_id, 1, seat=None, kind="start"),
        an_act(match_id, 2, seat=None, kind="deal", snapshot="one"),
        an_act(other, 1, seat=None, kind="deal", snapshot="other"),
        an_act(match_id, 3, result="first"),
        an_act(match_id, 4, seat=None, kind="deal", snapshot="two"),
    ]
    with connections.connection() as connection:
        for row in rows:
            events.write_batch(connection, [row])
        assert deals.of_match(connection, match_id) == [
            deals.Deal(1, 2, "first"),
            deals.Deal(2, 4, None),
        ]
        assert deals.of_match(connection, other) == [deals.Deal(1, 1, None)]
        states = [deals.state_at(connection, match_id, number) for number in (1, 2, 3)]
    assert states == ["one", "two", None]
