"""How a question of the API is answered, and what is remembered of it for the description."""

from collections.abc import Callable
from typing import Final, NamedTuple

import msgspec
from flask import Blueprint, Response, request

from views.api.answers import Answer
from views.api.asked import Asked, Nothing, asked

encode: Final[Callable[[object], bytes]] = msgspec.json.Encoder().encode
JSON: Final = "application/json"


class Operation(NamedTuple):
    """One address of the API."""

    path: str  # with {names}, under the blueprint's
    view: Callable[..., Answer]
    asks: type[Asked]
    answers: type[Answer]
    may_miss: bool  # what is asked for may not be there


class Operations(list[Operation]):
    """The addresses of one blueprint, in the order they were written."""

    def __init__(self, blueprint: Blueprint) -> None:
        super().__init__()
        self._blueprint = blueprint

    def get(
        self,
        path: str,
        *,
        answers: type[Answer],
        asks: type[Asked] = Nothing,
        may_miss: bool = False,
    ) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
        """A view takes what was asked as one value and returns its answer."""

        def add(view: Callable[..., Answer]) -> Callable[..., Answer]:
            self.append(Operation(path, view, asks, answers, may_miss))
            rule = path.replace("{", "<").replace("}", ">")
            self._blueprint.add_url_rule(
                rule, view.__name__, lambda **_: answer(encode(view(asked(asks))))
            )
            return view

        return add


def answer(body: bytes, mimetype: str = JSON) -> Response:
    """The body, or that the asker has it already."""
    response = Response(body, mimetype=mimetype)
    response.add_etag()
    return response.make_conditional(request)  # type: ignore[return-value]
