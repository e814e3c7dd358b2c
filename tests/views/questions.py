"""The API asked by schemathesis: what its description allows and what it does not."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode, checks
from schemathesis.core.result import Ok

DESCRIPTION: Final = "/api/v1/openapi.json"
MODES: Final = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
CHECKS: Final = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
PHASES: Final = (Phase.explicit, Phase.generate)  # nothing is kept from one run to the next


def ask(app: Flask, ids: Mapping[str, Sequence[str]], cases: int) -> Counter[str]:
    """So many cases, spread over all addresses; how often each answered with which status.

    `ids` are some that exist, by the part of the address before them. Raises AssertionError for an
    answer that is a fault of ours or not as it is described.
    """
    schema = schemathesis.openapi.from_wsgi(DESCRIPTION, app)
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    each = -(-cases // (len(operations) * len(MODES)))
    answers: Counter[str] = Counter()
    for operation in operations:
        known = ids.get(operation.path.split("/")[3], [])
        for mode in MODES:
            _ask(operation.as_strategy(generation_mode=mode), known, each, answers)
    return answers


def _ask(
    cases: st.SearchStrategy[Case[Any]], known: Sequence[str], examples: int, answers: Counter[str]
) -> None:
    """Half of the cases, where that is possible, ask for something that exists."""

    @seed(1)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=PHASES,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases, chosen=st.none() | st.sampled_from([None, *known]))
    def one(case: Case[Any], chosen: str | None) -> None:
        if chosen is not None and "id" in case.path_parameters:
            case.path_parameters["id"] = chosen
        answer = case.call()
        answers[f"{answer.status_code} {case.operation.path}"] += 1
        case.validate_response(answer, checks=CHECKS)

    one()
