"""`python -m wsgi.moderators [add|remove NAME]`: who are the moderators; one more, or one less.

It speaks to the database of the settings (DATABASE_URL, or the one that runs in DATA_DIR).
"""

import sys
from collections.abc import Sequence

from club.look_alikes import key_of
from club.names import tidied
from store import accounts, audit, moderators
from store.connections import Connections
from store.errors import Busy
from wsgi.embedded import EmbeddedError, running_url
from wsgi.settings import SettingsError, read_settings

USAGE = 2


def main(arguments: Sequence[str]) -> int:
    """The status: 0 when done, 1 when nothing changed, 2 when it was called wrongly."""
    if arguments and (len(arguments) != 2 or arguments[0] not in ("add", "remove")):
        print(__doc__, file=sys.stderr)
        return USAGE
    try:
        settings = read_settings()
        url = settings.database_url or running_url(settings.data_dir / "postgres")
        connections = Connections(url, size=1, application_name="trelyazh moderators")
        return _change(connections, *arguments) if arguments else _show(connections)
    except (SettingsError, EmbeddedError, Busy) as error:
        print(error, file=sys.stderr)
        return USAGE


def _show(connections: Connections) -> int:
    with connections.connection() as connection:
        for name in moderators.names(connection):
            print(name)
    return 0


def _change(connections: Connections, change: str, name: str) -> int:
    with connections.transaction() as connection:
        account = accounts.named(connection, key_of(tidied(name)))
        if account is None:
            print(f"nobody is registered as {name}", file=sys.stderr)
            return 1
        if not moderators.appoint(connection, account.player_id, change == "add"):
            print(f"{account.name}: nothing to change", file=sys.stderr)
            return 1
        audit.add(connection, f"{change} moderator", about_id=account.player_id)
    print(f"{account.name}: {'a moderator' if change == 'add' else 'no moderator any more'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
