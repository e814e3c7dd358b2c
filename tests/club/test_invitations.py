"""Links: one for each table, for 24 hours, and nobody can make one up."""

from datetime import UTC, datetime, timedelta

import pytest

from club.errors import ClubRefusal
from club.invitations import Invitations
from store.matches import Match

SECRET = "a secret that only the tests know"


def opened(ago: timedelta) -> Match:
    at = datetime.now(UTC) - ago
    return Match(4711, "preferans", {}, {}, 3, "open", 0, None, 0, None, None, at)


def test_a_link_leads_to_its_table_and_stays_the_same() -> None:
    links, match = Invitations(SECRET), opened(timedelta(hours=1))
    token = links.token_of(match)
    assert token is not None
    assert token == links.token_of(match)
    assert links.match_at(token) == 4711


def test_a_link_dies_after_a_day() -> None:
    links = Invitations(SECRET)
    token = links.token_of(opened(timedelta(hours=23, minutes=59, seconds=59)))
    assert token is not None
    assert links.token_of(opened(timedelta(hours=24))) is None
    dead = links._signer.dumps(["0000000004k7r"[-13:], 1])
    with pytest.raises(ClubRefusal, match="link_expired"):
        links.match_at(str(dead))


@pytest.mark.parametrize("token", ["", "x", "WyIwMDAiLDFd.abc", "…", "a.b.c" * 1000])
def test_links_that_were_made_up(token: str) -> None:
    with pytest.raises(ClubRefusal, match="link_unknown"):
        Invitations(SECRET).match_at(token)


def test_links_of_another_club() -> None:
    token = Invitations("another secret").token_of(opened(timedelta()))
    assert token is not None
    with pytest.raises(ClubRefusal, match="link_unknown"):
        Invitations(SECRET).match_at(token)


def test_signed_things_that_are_no_invitation() -> None:
    links = Invitations(SECRET)
    for said in (None, 7, [], ["x"], ["x", 1], [1, 2, 3], {"a": 1}, ["0000000004k7r", "soon"]):
        with pytest.raises(ClubRefusal, match="link_unknown"):
            links.match_at(str(links._signer.dumps(said)))
