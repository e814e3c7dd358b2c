"""A deal through a real nginx, with the configuration we ship but for its ports and folders."""

import http.client
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.club.clubs import until
from tests.server import ROOT, Server, free_port, serving
from tests.sockets.people import Person, three_at_a_table
from tests.wsgi.test_logs import play_on
from wsgi.publish import publish

NGINX: Final = shutil.which("nginx") or "/usr/sbin/nginx"
ADDRESSES: Final = ("127.0.0.2", "127.0.0.3", "127.0.0.4")
FOR_EVER: Final = "public, max-age=31536000, immutable"


class Front(NamedTuple):
    """The club as the world sees it, and what stands behind."""

    server: Server  # nginx
    club: Server
    log: Path  # the access log of nginx


@pytest.fixture(scope="module")
def front(
    new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("nginx")
    publish(ROOT / "static", folder / "public")
    with serving(new_database(), settings={"PROXY_HOPS": "1"}) as club:
        port = free_port()
        process = start_nginx(folder, port, club.port)
        server = Server(process, port, folder / "error.log")
        try:
            server.await_ready()
            yield Front(server, club, folder / "access.log")
        finally:
            server.stop()


def start_nginx(folder: Path, port: int, club_port: int) -> subprocess.Popen[bytes]:
    """Nothing of the file is changed but where things are."""
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    for ours, theirs in {
        "listen 80 default_server": f"listen 127.0.0.1:{port} default_server",
        "server 127.0.0.1:8000": f"server 127.0.0.1:{club_port}",
        "/var/lib/trelyazh/public": str(folder / "public"),
        "/var/log/nginx/": f"{folder}/",
        "/run/nginx.pid": str(folder / "nginx.pid"),
        "worker_rlimit_nofile 65536;": "",
        "worker_connections 32768;": "worker_connections 512;",
        "http {": "http {\n"
        + "".join(
            f"  {name}_temp_path {folder}/{name};\n"
            for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        ),
    }.items():
        assert text.count(ours) >= 1, ours
        text = text.replace(ours, theirs)
    (folder / "nginx.conf").write_text(text)
    folder.chmod(0o755)
    command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"]
    command += ["-g", "daemon off; user root;"]
    with (folder / "error.log").open("wb") as errors:
        return subprocess.Popen(command, stdout=errors, stderr=errors)


def test_a_deal_is_played_and_everybody_comes_from_where_he_is(front: Front) -> None:
    table_id, people = three_at_a_table(front.server, ADDRESSES)
    sockets = [person.sit(table_id) for person in people]
    try:
        while not sockets[0].view.get("entries"):
            play_on(sockets, acts=1)
    finally:
        for socket in sockets:
            socket.close()
    for address in ADDRESSES:
        for log in (front.club.log, front.log):
            wait_for(log, f'{address} "GET /ws/table/{table_id}"')
            assert re.search(rf'{address} "POST /(tables|join/(…|[.]{{3}}))"', log.read_text())


def test_nobody_makes_up_his_address(front: Front) -> None:
    person = Person(front.server, "127.0.0.5")
    person.get("/nowhere", **{"X-Forwarded-For": "192.0.2.1"})
    wait_for(front.club.log, '127.0.0.5 "GET /nowhere" 404')
    assert "192.0.2.1" not in front.club.log.read_text()


def test_static_files_come_from_nginx_pressed_and_for_ever(front: Front) -> None:
    person = Person(front.server)
    paths = re.findall(r'(?:href|src)="(/static/[^"]+)"', person.get("/"))
    assert len(paths) >= 4
    for path in paths:
        person.get(path)
        assert (person.status, person.headers["cache-control"]) == (200, FOR_EVER)
        assert person.headers["x-content-type-options"] == "nosniff"
    sheet = next(path for path in paths if path.endswith("pages.css"))
    pressed = answer_of(front.server.port, sheet)
    assert pressed.headers["Content-Encoding"] == "gzip"
    assert pressed.headers["Content-Type"] == "text/css; charset=utf-8"
    assert int(pressed.headers["Content-Length"]) < len(person.get(sheet)) / 2
    assert "GET /static/" not in front.club.log.read_text()


def test_what_is_not_published_yet_comes_from_the_club(front: Front) -> None:
    person = Person(front.server)
    person.get("/static/0123456789abcdef/css/base.css")
    assert (person.status, person.headers["cache-control"]) == (200, "no-cache")


def test_the_metrics_are_closed(front: Front) -> None:
    inside, outside = Person(front.club), Person(front.server)
    inside.get("/metrics")
    outside.get("/metrics")
    assert (inside.status, outside.status) == (200, 404)


def test_an_event_stream_is_told_as_it_happens(front: Front) -> None:
    person = Person(front.server)
    table_id = person.play_now()
    connection = http.client.HTTPConnection("127.0.0.1", front.server.port, timeout=10)
    try:
        headers = {"Cookie": person.cookie, "Accept": "text/event-stream"}
        connection.request("GET", f"/tables/{table_id}/events", headers=headers)
        answer = connection.getresponse()
        assert (answer.status, answer.headers.get_content_type()) == (200, "text/event-stream")
        while b'"t":"state"' not in answer.readline():
            assert not answer.closed
    finally:
        connection.close()


def test_its_log_holds_no_tokens(front: Front) -> None:
    person = Person(front.server)
    link = person.invitation(person.open_table())
    person.get(link)
    wait_for(front.log, '"GET /join/..." 200')
    assert link.rsplit("/", 1)[1] not in front.log.read_text()


def wait_for(log: Path, line: str) -> None:
    until(lambda: line in log.read_text())


def answer_of(port: int, path: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        return answer
    finally:
        connection.close()
