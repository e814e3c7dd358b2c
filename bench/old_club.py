"""A club as it is after years: players, matches and their facts, made up inside the database.

`python -m bench.old_club URL [MATCHES]` fills a migrated, empty database: 200,000 matches of five
deals take two minutes. A few players have played thousands of them, most only some.
"""

import json
import sys
from typing import Final

from psycopg2.extras import execute_values

from club.agreed import CLOCKS
from club.look_alikes import key_of
from games.preferans.facts import ALL_PASS, GAMES, MISERE
from games.preferans.rules import PRESETS
from store.opening import Connection, open_connection

MATCHES: Final = 200_000
DEALS: Final = 5  # a match
MATCHES_PER_PLAYER: Final = 20
FIRST_ID: Final = 1_000_000_000_000  # of the matches; players are numbered from 1
MINUTE_MS: Final = 60_000
BEGAN_MS: Final = 1_700_000_000_000

PLAYERS: Final = """
insert into players (id, name) select id, name from unnest(%(ids)s, %(names)s) as given (id, name)
"""
ACCOUNTS: Final = "insert into accounts (player_id, name_key, password) values %s"

MATCHES_MADE: Final = """
insert into matches (id, rules, clock, seat_count, status, version, archived, noted, created_at,
    rated, reckoned)
select %(first)s + n, rules, %(clock)s, 3, 'finished', 400, true, true,
    to_timestamp((%(began)s + n::bigint * %(minute)s) / 1000),
    n %% 2 = 0, case when n %% 1000 = 0 then null when n %% 2 = 0 then 'rated' else 'unrated' end
from generate_series(1, %(matches)s) n
join unnest(%(rules)s::json[]) with ordinality as agreed (rules, place)
    on place = 1 + n %% cardinality(%(rules)s::json[])
"""

# The third power makes some play much more than others; the seats of a match never share a player.
SEATS: Final = """
insert into seats (match_id, seat, player_id)
select %(first)s + n, seat, 1 + seat + 3 * floor(%(threes)s * power(random(), 3))::bigint
from generate_series(1, %(matches)s) n, generate_series(0, 2) seat
"""

MATCH_FACTS: Final = """
insert into match_facts (match_id, seat, player_id, ended_at, convention, deals, whists)
select match_id, seat, player_id, %(began)s + (match_id - %(first)s) * %(minute)s,
    rules->>'convention', %(deals)s, (random() * 200 - 100)::integer
from seats join matches on id = match_id
"""

# One line a deal: most are games, some all pass, few misères.
DRAWN: Final = """
create temporary table drawn as
select id as match_id, number, rules->>'convention' as convention,
    %(began)s + (id - %(first)s) * %(minute)s as ended_at, floor(random() * 3)::integer as lead,
    case when kind < 0.2 then %(all_pass)s when kind < 0.25 then %(misere)s
        else (%(games)s::text[])[1 + floor(25 * power(random(), 2))::integer]
    end as contract,
    random() as luck
from (select id, rules, number, random() as kind
      from matches, generate_series(1, %(deals)s) number) each_deal
"""

DEAL_FACTS: Final = """
insert into deal_facts (match_id, number, seat, player_id, ended_at, convention, role, contract,
    result, place, tricks, fulfilled, gain, stands)
select match_id, number, seat, player_id, ended_at, convention, role, contract, result,
    1 + (seat + number) %% 3, 3,
    case role when 'declarer' then result = 'made' when 'whist' then luck < 0.6 end,
    (random() * 600 - 300)::integer, seat = lead
from (
    select drawn.*, seat, player_id,
        case when contract = %(all_pass)s then %(all_pass)s when luck < 0.7 then 'made'
            when luck < 0.97 or contract = %(misere)s then 'failed' else 'conceded' end as result,
        case when contract = %(all_pass)s then %(all_pass)s when seat = lead then 'declarer'
            when contract = %(misere)s then 'catch' when random() < 0.6 and luck < 0.97 then 'whist'
            else 'pass' end as role
    from drawn join seats using (match_id)
) told
"""

COUNTS: Final = """
insert into deal_counts (player_id, convention, role, contract, place, deals, fulfilled, gain)
select player_id, convention, role, contract, place, count(*), count(*) filter (where fulfilled),
    sum(gain)
from deal_facts group by player_id, convention, role, contract, place
"""

# What they moved ratings by is made up as well: everybody has played in each family.
RESULTS: Final = """
insert into results (match_id, seat, player_id, family, speed, deals, whists, at,
    mu_before, sigma_before, mu_after, sigma_after)
select match_id, seat, player_id, convention, 'usual', %(deals)s, whists, created_at,
    case when reckoned = 'rated' then 25 end, case when reckoned = 'rated' then 3 end,
    case when reckoned = 'rated' then 26 end, case when reckoned = 'rated' then 3 end
from match_facts join matches on id = match_id where reckoned is not null
"""

RATINGS: Final = """
insert into ratings (player_id, family, speed, mu, sigma, week, rated, played, won, whists)
select player_id, family, speed, 15 + 20 * random(), 2 + 4 * random(), 2900, count(*) / 2, count(*),
    count(*) / 3, sum(whists)
from results group by player_id, family, speed
"""

# Their logs are short here: no page of the archive reads more than those of one match.
LOGS: Final = """
insert into past_events (match_id, version, kind, body, event_id, at)
select id, 1, 'start', '{}', gen_random_uuid(), 0 from matches;
insert into past_deals (match_id, version, state, result)
select id, number, '{}', '{"pool_after": [10, 10, 10], "mountain_after": [20, 10, 0],
    "whists_after": [[0, 10, 20], [30, 0, 40], [50, 60, 0]]}'
from matches, generate_series(1, case when reckoned is null then 6 else 1 end) number
"""

# Made anew when all is there: several times as fast.
INDEXES: Final = """
select indexname, indexdef from pg_indexes
where tablename in ('deal_facts', 'match_facts', 'results') and indexname not like '%_pkey'
"""


def fill(url: str, matches: int = MATCHES, deals: int = DEALS) -> None:
    """Make up so many finished matches of so many deals each, and let the planner know of them."""
    connection = open_connection(url, application_name="old club", limits=False)
    try:
        _fill(connection, matches, deals)
        with connection.cursor() as cursor:
            cursor.execute("vacuum analyze")
    finally:
        connection.close()


def name_of(player_id: int) -> str:
    """What that player is called; number 1 has played most."""
    return f"Player {player_id}"


def _fill(connection: Connection, matches: int, deals: int) -> None:
    players = range(1, max(30, matches // MATCHES_PER_PLAYER) + 1)
    names = [name_of(each) for each in players]
    given = {
        **{"first": FIRST_ID, "began": BEGAN_MS, "minute": MINUTE_MS},
        **{"matches": matches, "deals": deals, "threes": len(players) // 3},
        **{"rules": [json.dumps({"convention": name}) for name in PRESETS]},
        **{"clock": json.dumps(CLOCKS["usual"]._asdict()), "games": list(GAMES)},
        **{"all_pass": ALL_PASS, "misere": MISERE, "ids": list(players), "names": names},
    }
    with connection.cursor() as cursor:
        cursor.execute("select setseed(0.5)")
        cursor.execute(PLAYERS, given)
        execute_values(cursor, ACCOUNTS, [(at, key_of(name_of(at)), "-") for at in players])
        cursor.execute(INDEXES)
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f"drop index {name}")
        for statement in (MATCHES_MADE, SEATS, MATCH_FACTS, DRAWN, DEAL_FACTS, COUNTS):
            cursor.execute(statement, given)
        for statement in (RESULTS, RATINGS, LOGS):
            cursor.execute(statement, given)
        for _, statement in indexes:
            cursor.execute(statement)


if __name__ == "__main__":
    fill(sys.argv[1], *map(int, sys.argv[2:3]))
