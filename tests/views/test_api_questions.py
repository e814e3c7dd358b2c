"""No question makes the API fail, and every answer is one that its description names."""

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest
from flask import Flask

from club.addresses import address_of
from club.club import Club
from games.preferans.rules import SOCHI
from tests.club.written import write_match
from tests.views.conftest import Visitor
from tests.views.questions import ask
from tests.views.test_account import register

QUESTIONS: Final = int(os.environ.get("QUESTIONS", "160"))  # `make questions` asks 2,000


@pytest.fixture
def app(open_app: Callable[..., Flask]) -> Flask:
    return open_app(questions_per_address=1_000_000)


def test_every_question_is_answered_as_described(app: Flask, alice: Visitor) -> None:
    club: Club = app.extensions["club"]
    written = write_match(club.connections, replace(SOCHI, pool_target=2), seed=1)
    finished = address_of(written.match_id)
    table_id = alice.open_table()
    register(alice)
    with alice.client.session_transaction() as session:
        player = address_of(session["player"])
    known = {"tables": [table_id, finished], "matches": [finished], "players": [player]}
    answers = ask(app, known, QUESTIONS)
    print("\n".join(f"{count:6d} {answer}" for answer, count in sorted(answers.items())))
    assert sum(answers.values()) >= QUESTIONS
    assert {answer[:3] for answer in answers} == {"200", "400", "404"}
