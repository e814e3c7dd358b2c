"""What the club knows of a member, as plain values, for him to keep."""

from typing import Any, Final

from club.addresses import address_of
from club.leavers import COUNTS_DAYS
from store import (
    appeals,
    blocks,
    companies,
    invitations,
    leavings,
    matches,
    programs,
    ratings,
    reports,
    results,
    sanctions,
    talk,
)
from store.accounts import Account
from store.opening import Connection

MOST: Final = 10_000  # of anything


def own_data(connection: Connection, account: Account) -> dict[str, Any]:
    """All of it; tests/club/test_own_data.py lists what is left out, and why."""
    player_id = account.player_id
    return {
        "name": account.name,
        "email": account.email,
        "registered_at": account.created_at.isoformat(),
        "preferences": account.preferences,
        "companies": [company.name for company in companies.of_player(connection, player_id)],
        "bots": [program.name for program in programs.of_owner(connection, player_id)],
        **_talk_of(connection, player_id),
        **_judged(connection, player_id),
        **_played_by(connection, player_id),
    }


def _played_by(connection: Connection, player_id: int) -> dict[str, Any]:
    """What he has played, what it came to, and what he has left."""
    played = matches.of_player(connection, player_id, matches.ALL, limit=MOST)
    return {
        "ratings": [each._asdict() for each in ratings.of_player(connection, player_id)],
        "results": [
            line.result._asdict()
            | {"match_id": address_of(line.result.match_id), "ended_at": line.at.isoformat()}
            for line in results.of_player(connection, player_id, limit=MOST)
        ],
        "matches": [
            {
                "id": address_of(match.match_id),
                "status": match.status,
                "rules": match.rules,
                "opened_at": match.created_at.isoformat(),
                "host": match.host == player_id,
            }
            for match in played
        ],
        "leavings": [
            {"why": each.why, "at": each.at.isoformat()}
            for each in leavings.lately(connection, player_id, COUNTS_DAYS)
        ],
        "invitations": [
            each._asdict() | {"match_id": address_of(each.match_id), "at": each.at.isoformat()}
            for each in invitations.kept_of(connection, player_id)
        ],
    }


def _talk_of(connection: Connection, player_id: int) -> dict[str, Any]:
    """What he said, and whom he does not hear."""
    said = talk.said_by(connection, player_id, MOST)
    return {
        "calm": talk.standings(connection, [player_id], 0)[player_id].is_calm,
        "said": [{"at": line.at, "phrase": line.phrase, "text": line.text} for line in said],
        "not_heard": [
            {"name": each.name, "kind": each.kind}
            for each in blocks.of_player(connection, player_id)
        ],
    }


def _judged(connection: Connection, player_id: int) -> dict[str, Any]:
    """What he complained of, and what moderators did about him and he said to it."""
    return {
        "reports": [
            {
                "about": each.about,
                "at": each.at.isoformat(),
                "reason": each.reason,
                "note": each.note,
            }
            for each in reports.filed_by(connection, player_id, MOST)
        ],
        "sanctions": [
            {
                "kind": each.kind,
                "at": each.at.isoformat(),
                "reason": each.reason,
                "until": each.until and each.until.isoformat(),
                "ended_at": each.ended_at and each.ended_at.isoformat(),
            }
            for each in sanctions.of_player(connection, player_id, MOST)
        ],
        "appeals": [
            {
                "at": each.at.isoformat(),
                "text": each.text,
                "granted": each.granted,
                "answer": each.answer,
            }
            for each in appeals.of_player(connection, player_id).values()
        ],
    }
