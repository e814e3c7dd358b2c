"""The gunicorn worker of the club."""

from geventwebsocket.handler import WebSocketHandler
from gunicorn.workers.ggevent import GeventPyWSGIWorker, PyWSGIHandler


class ClubHandler(WebSocketHandler, PyWSGIHandler):  # type: ignore[misc]
    """gevent-websocket's handler with gunicorn's access log."""

    log_request = PyWSGIHandler.log_request


class ClubWorker(GeventPyWSGIWorker):  # type: ignore[misc]
    """Greenlets for everything."""

    wsgi_handler = ClubHandler
