"""Stands in for gunicorn in the launcher's tests: answers /healthz and writes what happens.

It writes rows into the database without end and notes in `acts` which were committed.
"""

import http.server
import os
import signal
import sys
import threading
import time
from pathlib import Path
from types import FrameType

import psycopg2

NOTES = Path(os.environ["DATA_DIR"]) / "notes"
ACTS = Path(os.environ["DATA_DIR"]) / "acts"


class Health(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        pass


def note(word: str) -> None:
    with NOTES.open("a") as file:
        file.write(f"{word}\n")


def on_signal(number: int, frame: FrameType | None) -> None:
    note(signal.Signals(number).name)
    if number != signal.SIGHUP:
        sys.exit(0)


def act() -> None:
    number = 0
    while True:
        try:
            connection = psycopg2.connect(os.environ["DATABASE_URL"])
            with connection, connection.cursor() as cursor:
                cursor.execute("create table if not exists acts (number text primary key)")
            while True:
                number += 1
                name = f"{os.getpid()}-{number}"
                with connection, connection.cursor() as cursor:
                    cursor.execute("insert into acts values (%s)", (name,))
                with ACTS.open("a") as file:
                    file.write(f"{name}\n")
                time.sleep(0.005)
        except psycopg2.Error:
            time.sleep(0.05)


for each in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
    signal.signal(each, on_signal)
note("start")
threading.Thread(target=act, daemon=True).start()
http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Health).serve_forever()
