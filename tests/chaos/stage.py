"""What a chaos run plays on and breaks: a database, a bus, and two hosts of the club."""

from pathlib import Path
from typing import Final

from tests.chaos.buses import Bus, DatabaseBus, ValkeyBus
from tests.chaos.database import Database
from tests.chaos.host import Host

SECRET: Final = "a secret that only the chaos run knows, and no club"
# Everybody comes from one address here; nothing else is raised.
RAISED: Final = {
    "SOCKETS_PER_ADDRESS": "5000",
    "FORMS_PER_ADDRESS": "100000",
    "SEATINGS_PER_ADDRESS": "100000",
}


class Stage:
    """Database, bus and hosts, started in order and ended in the other."""

    def __init__(self, folder: Path, bus: str) -> None:
        self.folder = folder
        self.hosts: list[Host] = []
        self.database = Database(folder)
        self.bus: Bus = ValkeyBus(folder) if bus == "valkey" else DatabaseBus(self.database.url)
        settings = {
            "DATABASE_URL": self.database.url,
            "SECRET_KEY": SECRET,
            "BOT_PACE_MS": "300-600",
            "PYTHONDONTWRITEBYTECODE": "1",
            "LOG_LEVEL": "warning",
            **self.bus.settings,
            **RAISED,
        }
        for name in ("one", "two"):
            self.hosts.append(Host(name, folder, settings))
        for host in self.hosts:
            host.await_ready()

    @property
    def ports(self) -> tuple[int, ...]:
        return tuple(host.port for host in self.hosts)

    def stop_hosts(self) -> None:
        """Nothing is written to the store any more."""
        for host in self.hosts:
            host.ask_to_stop()
        for host in self.hosts:
            host.stop()

    def stop(self) -> None:
        self.stop_hosts()
        self.bus.stop()
        self.database.stop()
