"""The store in a process that nobody patched: migrations, tools, the browser tests."""

import subprocess
import sys
from pathlib import Path

USE = """
import sys, threading
from store.connections import Connections
from store.listening import Listener, notify
from store.errors import Busy

assert "gevent" not in sys.modules
pool = Connections(sys.argv[1], size=2, wait_seconds=0.2)
answers = []

def ask():
    with pool.connection() as connection, connection.cursor() as cursor:
        cursor.execute("select pg_sleep(0.02)")
        answers.append(cursor.rowcount)

threads = [threading.Thread(target=ask) for _ in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert answers == [1] * 6, answers
with pool.connection(), pool.connection():
    try:
        with pool.connection():
            raise SystemExit("more connections than the pool has")
    except Busy:
        pass
listener = Listener(sys.argv[1], ["acts"])
with pool.connection() as connection:
    notify(connection, "acts", "1:2")
print(listener.wait(2), pool.counts.opened)
listener.close()
pool.close()
"""


def test_pool_and_listener_work_without_gevent(database_url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", USE, database_url],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.stdout == "[Hint(topic='acts', payload='1:2')] 2\n", done.stderr
