"""A process of players: python -m tests.chaos.crowd PLACES RECORD PORT[,PORT...]."""

import asyncio
import json
import signal
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import Final

from tests.chaos.habits import Habits, Place
from tests.chaos.player import Player
from tests.chaos.record import Record

SETTLE_SECONDS: Final = 12.0
ONLOOKER: Final = Habits(vanishes=0.0, is_deaf=1 / 20, leaves=1 / 60)


def write_places(path: Path, places: list[Place]) -> None:
    """What a crowd is started with."""
    path.write_text(json.dumps([asdict(place) for place in places]))


async def play(places: list[Place], record: Record, ports: tuple[int, ...]) -> None:
    """Play until TERM; then wait for the answers still due, and go."""
    chance = Random()
    players = [
        Player(place, ports, record, Habits() if place.seat is not None else ONLOOKER, chance)
        for place in places
    ]
    enough = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, enough.set)
    tasks = []
    for player in players:
        tasks.append(asyncio.create_task(player.run()))
        await asyncio.sleep(0.005)
    await enough.wait()
    for player in players:
        player.is_leaving = True
    with suppress(TimeoutError):
        async with asyncio.timeout(SETTLE_SECONDS):
            while not all(player.is_settled for player in players):
                await asyncio.sleep(0.1)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for task in tasks:
        if not task.cancelled() and task.exception() is not None:
            raise RuntimeError("a player broke down") from task.exception()


def main() -> None:
    places = [Place(**each) for each in json.loads(Path(sys.argv[1]).read_text())]
    ports = tuple(int(port) for port in sys.argv[3].split(","))
    with Record(Path(sys.argv[2])) as record:
        asyncio.run(play(places, record, ports))


if __name__ == "__main__":
    main()
