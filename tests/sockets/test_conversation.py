"""A conversation is held when Flask has let go of the request that its view has read."""

from collections.abc import Iterator
from functools import partial

import pytest
from flask import Flask, abort, has_app_context, has_request_context, request

from green.connection import Connection
from sockets.conversation import Conversation
from tests.green.sites import Site, serving
from tests.green.wire import Client


@pytest.fixture
def site() -> Iterator[Site]:
    app = Flask("sockets")
    ended: list[BaseException | None] = []
    app.teardown_appcontext(ended.append)

    @app.route("/ws/<name>", websocket=True)
    def socket(name: str) -> Conversation:
        if name == "nobody":
            abort(410)
        said = f"{name} {request.args['v']}"
        return Conversation(partial(converse, said, ended), credits=9, per_seconds=1.0)

    with serving(app) as running:
        yield running


def converse(said: str, ended: list[BaseException | None], connection: Connection) -> None:
    for _ in connection:
        connection.send(f"{said} {has_request_context()} {has_app_context()} {len(ended)}")


def test_it_knows_what_the_view_has_read_and_nothing_of_flask(site: Site) -> None:
    with Client(site.port, "/ws/alice?v=5") as client:
        client.say("?")
        assert client.hear() == "alice 5 False False 1"


def test_a_view_may_refuse_with_a_status_instead(site: Site) -> None:
    with Client(site.port, "/ws/nobody") as client:
        assert client.status == 410
