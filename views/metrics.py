"""What operators count, for those who may know it."""

from hmac import compare_digest
from ipaddress import ip_address
from typing import Final

from flask import Blueprint, Response, abort, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from green.errors import MetricsBusy

bp = Blueprint("metrics", __name__)
FORWARDED: Final = ("X-Forwarded-For", "X-Real-Ip", "Forwarded")


@bp.get("/metrics")
def show() -> Response:
    """All workers of this host; to strangers there is nothing at this address."""
    if not _may_read():
        abort(404)
    try:
        told = generate_latest(current_app.extensions["metrics"])
    except MetricsBusy:
        abort(503)
    return Response(told, headers={"Content-Type": CONTENT_TYPE_LATEST})


def _may_read() -> bool:
    """Whoever knows the token; without one, processes of this machine that come by no proxy."""
    token: str | None = current_app.config["METRICS_TOKEN"]
    if token is not None:
        given = request.headers.get("Authorization", "")
        return compare_digest(given.encode(), f"Bearer {token}".encode())
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
