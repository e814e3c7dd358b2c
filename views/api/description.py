"""The description of the API (OpenAPI 3.1), made from its types by msgspec and apispec."""

import inspect
from typing import Any, Final

import msgspec
from apispec import APISpec
from flask import Flask

from views.api.answers import Problem
from views.api.asked import Asked
from views.api.operations import JSON, Operation
from views.api.pages import DESCRIPTION, OPERATIONS, bp
from views.errors import PROBLEM

REFERENCE: Final = "#/components/schemas/{name}"
ABOUT: Final = (
    "What everybody may read of the club. Lists come in pages; `next` leads to the next one."
    " Answers have an `ETag`. Playing goes over sockets: docs/protocol.md."
)
REFUSALS: Final = {
    400: "A parameter that is not one of ours, or out of its bounds.",
    404: "There is no such thing, or it is not for everybody.",
    429: "Too many questions a minute from this address: `Retry-After` says when.",
    503: "The club is being set in order: come back.",
}


def register(app: Flask) -> None:
    """Describe the API of this application, once."""
    app.extensions[DESCRIPTION] = msgspec.json.encode(described().to_dict())


def described() -> APISpec:
    """The description."""
    spec = APISpec("Trelyazh", "1", "3.1.0", info={"description": ABOUT})
    types = [Problem, *(operation.answers for operation in OPERATIONS)]
    _, components = msgspec.json.schema_components(types, ref_template=REFERENCE)
    for name, schema in components.items():
        spec.components.schema(name, schema)
    for operation in OPERATIONS:
        spec.path(f"{bp.url_prefix}{operation.path}", operations={"get": _operation(operation)})
    return spec


def _operation(operation: Operation) -> dict[str, Any]:
    said = inspect.getdoc(operation.view)
    return {
        "operationId": operation.view.__name__,
        "summary": said,
        "parameters": _parameters(operation.path, operation.asks),
        "responses": {"200": _content("The answer.", JSON, operation.answers)}
        | _refusals(operation),
    }


def _refusals(operation: Operation) -> dict[str, Any]:
    statuses = [status for status in REFUSALS if status != 404 or operation.may_miss]
    return {str(status): _content(REFUSALS[status], PROBLEM, Problem) for status in statuses}


def _content(said: str, mimetype: str, kind: type[Any]) -> dict[str, Any]:
    schema = {"$ref": REFERENCE.format(name=kind.__name__)}
    return {"description": said, "content": {mimetype: {"schema": schema}}}


def _parameters(path: str, asks: type[Asked]) -> list[dict[str, Any]]:
    _, components = msgspec.json.schema_components([asks], ref_template=REFERENCE)
    schema = components[asks.__name__]
    required = schema.get("required", [])
    return [
        {
            "name": name,
            "in": "path" if f"{{{name}}}" in path else "query",
            "required": name in required,
            "schema": inner,
        }
        for name, inner in schema["properties"].items()
    ]
