"""The commands' way of speaking: one JSON object a line in, one a line out."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, Final

Answer = Callable[[dict[str, Any]], dict[str, Any]]

LINE_LIMIT: Final = 1_000_000  # bytes
MESSAGE_LIMIT: Final = 300  # characters


class BadLine(ValueError):
    """This line cannot be answered; the text says why."""


def run(answer: Answer) -> int:
    """Answer standard input on standard output; the exit status, 1 after any error."""
    try:
        return answer_lines(answer, sys.stdin.buffer, sys.stdout.buffer)
    except BrokenPipeError:
        # The reader has gone; give the interpreter somewhere to flush to at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def answer_lines(answer: Answer, lines: BinaryIO, out: BinaryIO) -> int:
    """Write the answer to each line, or `{"error": ...}`, and go on; 1 after any error."""
    status = 0
    for line in _bounded(lines):
        try:
            reply = answer(read_object(line))
        except BadLine as error:
            reply = {"error": str(error)[:MESSAGE_LIMIT]}
            status = 1
        out.write(json.dumps(reply).encode() + b"\n")
        out.flush()
    return status


def _bounded(lines: BinaryIO) -> Iterator[bytes]:
    """The lines; one above the limit comes cut, so that memory stays bounded."""
    while line := lines.readline(LINE_LIMIT + 1):
        rest = line
        while len(rest) > LINE_LIMIT and not rest.endswith(b"\n"):
            rest = lines.readline(LINE_LIMIT + 1)
        yield line


def read_object(line: bytes) -> dict[str, Any]:
    """The JSON object of this line. Raises BadLine."""
    if len(line) > LINE_LIMIT:
        raise BadLine(f"a line has at most {LINE_LIMIT} bytes")
    try:
        given = json.loads(
            line.decode(), parse_constant=_refuse_constant, object_pairs_hook=_object
        )
    except UnicodeDecodeError:
        raise BadLine("not UTF-8") from None
    except json.JSONDecodeError as error:
        raise BadLine(f"not JSON: {error.msg} (column {error.colno})") from None
    except RecursionError:
        raise BadLine("nested too deep") from None
    except BadLine:
        raise
    except ValueError:
        raise BadLine("a number has too many digits") from None
    if not isinstance(given, dict):
        raise BadLine(f"not a JSON object but {kind_of(given)}")
    return given


def _refuse_constant(name: str) -> object:
    raise BadLine(f"{name} is not a number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    given = dict(pairs)
    if len(given) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadLine(f"{twice}: given twice")
    return given


def kind_of(value: object) -> str:
    """A value in an error message: short values as written, others by their kind."""
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "an object"
    written = json.dumps(value)
    return written if len(written) <= 40 else written[:40] + "…"
