"""What operators are told at once."""

import json

import pytest

from club.alerts import Alerts
from club.errors import ClubRefusal
from green.outside import Outside
from green.watch import Held
from tests.club.clubs import a_guest, agreed, running, until
from tests.databases import execute
from tests.green.test_outside import Service


def test_a_frozen_match_is_told_and_its_player_does_not_wait(database_url: str) -> None:
    service = Service()
    with service.open() as url, running(database_url, alert_url=url) as worker:
        match_id = worker.club.seating.play_now(a_guest(), agreed())
        execute(database_url, f"update events set body = '{{}}' where match_id = {match_id}")
        execute(database_url, f"update deals set state = '{{}}' where match_id = {match_id}")
        with running(database_url, alert_url=url) as other:
            registry = other.club.tables.registry
            with pytest.raises(ClubRefusal, match="frozen"), registry.use(match_id):
                pass
            until(lambda: service.got)
    told = json.loads(service.got[0][1])
    assert (told["alert"], told["match"]) == ("match_frozen", str(match_id))


def test_a_held_hub_is_told_once_a_minute() -> None:
    service = Service()
    outside = Outside()
    with service.open() as url:
        alerts = Alerts(outside, url)
        alerts.hub_held(Held(0.2, 0.0, ()))
        for _ in range(3):
            alerts.hub_held(Held(1.5, 0.0, ("club/tables.py:1 act",)))
        until(lambda: outside.results["done"])
        outside.stop()
    (told,) = [json.loads(body) for _, body in service.got]
    assert (told["alert"], told["line"]) == ("hub_held", "club/tables.py:1 act")


def test_without_an_address_nobody_is_told() -> None:
    outside = Outside()
    Alerts(outside, None).match_frozen(7)
    assert (outside.waiting, outside.results) == (0, {})
