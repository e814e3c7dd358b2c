"""Pages that may take long: at once when they are quick, otherwise a spinner and a stream.

A view that is `postponed` is a generator. Up to its first `yield` it is a view like any other:
what it refuses there is refused at once. Then it yields Progress between steps that are bounded
(one statement, one `offload`) and returns its answer: a page, a dict, a redirect, a text to keep.
It only reads: a work that is not done within the budget is begun again for the stream.
"""

import json
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from functools import partial, wraps
from typing import Final, NamedTuple, ParamSpec

from flask import (
    Response,
    abort,
    copy_current_request_context,
    current_app,
    make_response,
    render_template,
    request,
)
from flask.typing import ResponseReturnValue

from green.progress import LongWork, Tell, Told
from views.errors import wants_json
from views.people import current_player

P = ParamSpec("P")

BUDGET_SECONDS: Final = 0.3  # until then a reader waits for the answer itself
LONGEST_SECONDS: Final = 120.0
TELL_SECONDS: Final = 0.1  # more often nobody can see it
STREAM: Final = "text/event-stream"
HEADERS: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class Progress(NamedTuple):
    """So many steps of so many are done."""

    done: int
    of: int


Steps = Generator[Progress, None, ResponseReturnValue]


class _OverBudget(Exception):
    """The reader is to see a spinner."""


def postponed(view: Callable[P, Steps]) -> Callable[P, Response]:
    """Let the view take its time; scripts that ask for JSON wait for its end."""

    @wraps(view)
    def answer(*args: P.args, **named: P.kwargs) -> Response:
        steps = view(*args, **named)
        if request.accept_mimetypes.best == STREAM:
            given = _stream(steps)
        elif wants_json():
            given = _awaited(steps)
        else:
            given = _at_once(steps) or make_response(render_template("postponed/show.html"))
        given.vary.add("Accept")
        return given

    return answer


def _at_once(steps: Steps) -> Response | None:
    """The answer, if it is there within the budget."""
    give_up_at = time.monotonic() + BUDGET_SECONDS

    def tell(progress: Progress) -> None:
        if time.monotonic() > give_up_at:
            raise _OverBudget

    try:
        return _answer(steps, tell)
    except _OverBudget:
        return None


def _awaited(steps: Steps) -> Response:
    """The answer, however long it takes. Raises what the work does."""
    work = copy_current_request_context(partial(_in_turn, steps))
    with closing(_long_work().follow(work, LONGEST_SECONDS)) as told:
        answers = (each for each in told if isinstance(each, Response))
        return next(answers, None) or abort(503)  # the worker goes away


def _stream(steps: Steps) -> Response:
    work = copy_current_request_context(partial(_finished, steps))
    told = _long_work().follow(work, LONGEST_SECONDS)
    return Response(_events(told), content_type=STREAM, headers=HEADERS)


def _finished(steps: Steps, tell: Tell[Progress | Response]) -> None:
    """The answer to the work, or to what it raised: as the application answers any request."""
    try:
        _in_turn(steps, tell)
    except Exception as error:
        tell(_answer_to(error))


def _in_turn(steps: Steps, tell: Tell[Progress | Response]) -> None:
    with _long_work().turn(current_player() or request.remote_addr):
        tell(_answer(steps, _now_and_then(tell)))


def _answer(steps: Steps, tell: Tell[Progress]) -> Response:
    with closing(steps):
        while True:
            try:
                progress = next(steps)
            except StopIteration as end:
                return current_app.make_response(end.value)
            time.sleep(0)  # the others go on
            tell(progress)


def _answer_to(error: Exception) -> Response:
    try:
        return current_app.make_response(current_app.handle_user_exception(error))
    except Exception as fault:
        return current_app.handle_exception(fault)


def _now_and_then(tell: Tell[Progress | Response]) -> Tell[Progress]:
    told_at = 0.0

    def tell_at_times(progress: Progress) -> None:
        nonlocal told_at
        if time.monotonic() - told_at > TELL_SECONDS:
            tell(progress)
            told_at = time.monotonic()

    return tell_at_times


def _events(told: Told[Progress | Response]) -> Iterator[str]:
    """The stream: `progress` events, then one `answer`; a comment tells that the work goes on."""
    yield "retry: 1000\n\n"
    with closing(told):
        for each in told:
            if each is None:
                yield ":\n\n"
            elif isinstance(each, Response):
                yield _event("answer", _told(each))
            else:
                yield _event("progress", each._asdict())


def _event(name: str, data: object) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _told(answer: Response) -> dict[str, object]:
    """An answer as static/js/postponed.js takes it."""
    disposition = answer.headers.get("Content-Disposition", "")
    return {
        "status": answer.status_code,
        "location": answer.location,
        "type": answer.mimetype,
        "keep": disposition.partition("filename=")[2].strip('"') or None,
        "body": answer.get_data(as_text=True),
    }


def _long_work() -> LongWork:
    work: LongWork = current_app.extensions["long_work"]
    return work
