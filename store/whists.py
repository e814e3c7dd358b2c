"""The account of a company: what its members won from each other, match by match."""

from collections.abc import Mapping
from typing import NamedTuple

from store.opening import Connection

# A rematch has the seats and rules of the match before it: it belongs to the same company.
ADOPT = """
insert into company_matches (match_id, company_id)
select matches.rematch, company_id from company_matches
join matches on matches.id = match_id join matches as next on next.id = matches.rematch
where not counted on conflict do nothing
"""


class Balance(NamedTuple):
    """What `winner` has won from `loser` so far, in twelfths of a whist."""

    winner: int
    loser: int
    twelfths: int


def adopt_rematches(connection: Connection) -> None:
    """Let the rematches of matches not counted yet belong to the same companies."""
    with connection.cursor() as cursor:
        cursor.execute(ADOPT)


def to_count(connection: Connection, limit: int) -> list[int]:
    """Matches of companies that are over and stand in no account yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select match_id from company_matches join matches on matches.id = match_id"
            " where not counted and status in ('finished', 'frozen') order by match_id limit %s",
            (limit,),
        )
        return [match_id for (match_id,) in cursor]


def count(connection: Connection, match_id: int, won: Mapping[tuple[int, int], int]) -> bool:
    """Put the match into the account: twelfths by winner and loser. False when it stands there.

    Call it in a transaction: whoever comes second waits for the first and finds it counted.
    """
    assert not connection.autocommit, "marked and written together, or not at all"
    with connection.cursor() as cursor:
        cursor.execute(
            "update company_matches set counted = true where match_id = %s and not counted"
            " returning company_id",
            (match_id,),
        )
        row = cursor.fetchone()
        if row is None:
            return False
        for (winner, loser), twelfths in won.items():
            cursor.execute(
                "insert into company_whists (match_id, company_id, winner, loser, twelfths)"
                " values (%s, %s, %s, %s, %s)",
                (match_id, row[0], winner, loser, twelfths),
            )
    return True


def balances(connection: Connection, company_id: int) -> list[Balance]:
    """The account of a company: each pair once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select winner, loser, sum(twelfths)::bigint from company_whists"
            " where company_id = %s group by winner, loser",
            (company_id,),
        )
        return [Balance(*row) for row in cursor]
