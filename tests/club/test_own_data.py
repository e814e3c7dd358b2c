"""The export of own data: nothing that names a player is forgotten in it."""

from typing import Final

from club.own_data import own_data
from store import accounts
from store.connections import Connections
from tests.databases import execute

# Where players are named, and where that stands in the export.
EXPORTED: Final = {
    "accounts.player_id": "preferences",
    "appeals.sanction_id": "appeals",
    "blocks.player_id": "not_heard",
    "company_members.player_id": "companies",
    "invitations.invited_id": "invitations",
    "invitations.inviter_id": "invitations",
    "leavings.player_id": "leavings",
    "matches.host": "matches",
    "messages.player_id": "said",
    "programs.owner": "bots",
    "ratings.player_id": "ratings",
    "reports.by_id": "reports",
    "results.player_id": "results",
    "sanctions.player_id": "sanctions",
    "seats.player_id": "matches",
}
LEFT_OUT: Final = {
    "audit.about_id": "the sanctions tell it",
    "audit.by_id": "what a moderator did is the club's",
    "blocks.other_id": "whom others do not hear is theirs to know",
    "company_whists.loser": "added up from matches, shown to the company",
    "company_whists.winner": "added up from matches, shown to the company",
    "deal_counts.player_id": "added up from matches",
    "deal_facts.player_id": "read from matches",
    "evenings.called_by": "the company's",
    "leaderboards.player_id": "copied from ratings",
    "match_facts.player_id": "read from matches",
    "presence.lowest": "kept for ten seconds",
    "programs.player_id": "no person",
    "reports.about_id": "whoever complains is not to be known; what came of it are sanctions",
    "sanctions.by_id": "what a moderator did is the club's",
    "seats.leaver": "nothing writes it any more",
    "seeks.player_id": "kept for a minute",
}
ME: Final = 7
FILLED: Final = f"""
insert into players (id, name, calm) values
    ({ME}, 'Аня', true), (8, 'Боб', false), (9, 'Бот', false);
insert into accounts (player_id, name_key, password, email, preferences)
    values ({ME}, 'anya', 'secret', 'anna@example.org', '{{"deck": "four"}}');
insert into matches (id, rules, clock, seat_count, host) values (5, '{{}}', '{{}}', 3, {ME});
insert into seats (match_id, seat, player_id) values (5, 0, {ME});
insert into results (match_id, seat, player_id, family, speed, deals, whists)
    values (5, 0, {ME}, 'sochi', 'fast', 6, 12);
insert into ratings (player_id, family, speed, mu, sigma, week)
    values ({ME}, 'sochi', 'fast', 25, 8, 0);
insert into leavings (player_id, match_id, why) values ({ME}, 5, 'left');
insert into invitations (match_id, inviter_id, invited_id) values (5, {ME}, 8), (5, 8, {ME});
insert into messages (place, player_id, body) values (0, {ME}, 'Привет');
insert into blocks (player_id, other_id, kind) values ({ME}, 8, 'block'), (8, {ME}, 'mute');
insert into reports (by_id, about_id, place, reason, note, lines) values
    ({ME}, 8, 0, 'insult', 'Грубит', '[]'), (8, {ME}, 0, 'other', 'Тайная жалоба', '[]');
insert into sanctions (player_id, kind, reason, by_id) values ({ME}, 'warn', 'За спор', 8);
insert into appeals (sanction_id, text) select id, 'Не спорила' from sanctions;
insert into companies (id, name, rules) values (6, 'Четверги', '{{}}');
insert into company_members (company_id, player_id, role) values (6, {ME}, 'founder');
insert into programs (player_id, owner, name_key) values (9, {ME}, 'bot');
"""


def test_whatever_names_a_player_is_exported_or_left_out_for_a_reason(
    connections: Connections,
) -> None:
    """What refers to players or sanctions, what is named so, and lists of ids."""
    with connections.connection() as connection, connection.cursor() as cursor:
        cursor.execute(
            "select relname || '.' || attname from pg_attribute join pg_class on oid = attrelid"
            " where relkind = 'r' and relnamespace = 'public'::regnamespace and attnum > 0"
            " and not attisdropped"
            " and (attname = 'player_id' or atttypid = 'bigint[]'::regtype or exists ("
            "  select from pg_constraint where contype = 'f' and conrelid = attrelid"
            "  and attnum = any(conkey)"
            "  and confrelid in ('players'::regclass, 'sanctions'::regclass)))"
        )
        found = {name for (name,) in cursor}
    assert found == EXPORTED.keys() | LEFT_OUT.keys()


def test_a_member_gets_all_of_it_and_nothing_of_others(connections: Connections) -> None:
    execute(connections.dsn, FILLED)
    with connections.connection() as connection:
        account = accounts.of_player(connection, ME)
        assert account is not None
        data = own_data(connection, account)
    assert {part for part in EXPORTED.values() if not data[part]} == set()
    assert (data["name"], data["email"], data["calm"]) == ("Аня", "anna@example.org", True)
    assert data["leavings"][0]["why"] == "left"
    assert {each["to"] for each in data["invitations"]} == {"Аня", "Боб"}
    assert data["reports"] == [data["reports"][0] | {"about": "Боб", "note": "Грубит"}]
    assert data["appeals"][0]["text"] == "Не спорила"
    assert data["not_heard"] == [{"name": "Боб", "kind": "block"}]
    assert not any(secret in str(data) for secret in ("Тайная жалоба", "secret"))
