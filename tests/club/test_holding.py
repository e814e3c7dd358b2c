"""The lock of a table: held until its act has landed, and no longer."""

from club.club import Club
from club.holding import Hold
from tests.club.clubs import a_guest, a_table

ALICE, BOB, CAROL = (a_guest(name) for name in ("alice", "bob", "carol"))


def test_an_act_that_is_written_lets_go_before_its_maker_leaves(club: Club) -> None:
    released: list[int] = []
    with club.tables.registry.use(a_table(club, ALICE, BOB, CAROL)) as table:
        with Hold(table, lambda table: released.append(table.match_id)) as hold:
            hold.take_off()
            hold.land(is_done=True)
            assert not table.lock.locked()
            with Hold(table, lambda table: None):
                assert table.lock.locked()
        assert released == [table.match_id]


def test_who_lost_a_race_holds_the_table_while_he_catches_up(club: Club) -> None:
    with club.tables.registry.use(a_table(club, ALICE, BOB, CAROL)) as table:
        with Hold(table, lambda table: None) as hold:
            hold.take_off()
            hold.land(is_done=False)
            assert table.lock.locked()
        assert not table.lock.locked()
