"""Visitors who have registered."""

from flask import Flask

from tests.views.conftest import Visitor

PASSWORD = "сколько вистов"


def a_member(app: Flask, name: str) -> Visitor:
    """Signed in, with an account of that name."""
    visitor = Visitor(app)
    answer = visitor.post("/account/register", name=name, password=PASSWORD, email="")
    assert answer.status_code == 303, answer.text
    return visitor
