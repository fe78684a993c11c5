"""Two servers in one process: the reading room, and the origins where archived pages are replayed."""

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from archive import Collection
from corpus.readingroom.application import application
from corpus.readingroom.opening import opened_corpus
from corpus.readingroom.origins import PORTS, Origins
from corpus.readingroom.replayorigin import replay_app
from corpus.readingroom.room import Room


class CannotServe(Exception):
    """One sentence: why the room cannot be opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """Where the room is while it is open."""

    url: str
    replay: str
    scripts: bool


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals end both servers together; see :func:`_both`."""
        yield


def serve(
    data: Path,
    collection: str = "portals",
    host: str = "127.0.0.1",
    port: int = 8640,
    ready: Callable[[Running], None] | None = None,
    replay_ports: int = PORTS,
) -> None:
    """Serves until SIGINT or SIGTERM. ``port`` 0 takes any; replay is on the next ones that are free.

    Raises :class:`CannotServe`, and :class:`corpus.errors.CorpusError` where there is no corpus.
    """
    mutable = opened_corpus(data / "corpus.db")
    front = _listen(host, port)
    back = _next(host, front.getsockname()[1])
    apart = _several(host, back.getsockname()[1], replay_ports)
    room = Room(
        corpus=data / "corpus.db",
        collection=Collection(data, collection),
        host=host,
        replay_port=back.getsockname()[1],
        origins=Origins([one.getsockname()[1] for one in apart]),
    )
    running = _running(room, front.getsockname()[1])
    servers = [
        (_Server(_config(application(room, mutable))), [front]),
        (_Server(_config(replay_app(room, front.getsockname()[1]))), [back, *apart]),
    ]
    asyncio.run(_both(servers, lambda: ready(running) if ready else None))


def _running(room: Room, port: int) -> Running:
    shown = f"[{room.host}]" if ":" in room.host else room.host
    return Running(
        url=f"http://{shown}:{port}/",
        replay=f"http://{shown}:{room.replay_port}/",
        scripts=room.has_scripts(),
    )


def _config(app: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=2,
    )


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except (OSError, OverflowError) as error:
        why = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
        raise CannotServe(
            f"{host}:{port} cannot be listened on ({why}): choose another --port or --host"
        ) from None


def _next(host: str, port: int) -> socket.socket:
    try:
        return _listen(host, port + 1)
    except CannotServe:
        return _listen(host, 0)


def _several(host: str, after: int, count: int) -> list[socket.socket]:
    """Ports in a row, as far as they are free: one can let them through together."""
    found: list[socket.socket] = []
    for _ in range(count):
        found.append(_next(host, found[-1].getsockname()[1] if found else after))
    return found


async def _both(servers: list[tuple[_Server, list[socket.socket]]], ready: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()

    def stop() -> None:
        for server, _ in servers:
            server.should_exit = True

    for one in (signal.SIGINT, signal.SIGTERM):
        # A thread other than the main one cannot take signals; its owner stops it otherwise.
        with contextlib.suppress(RuntimeError, ValueError):
            loop.add_signal_handler(one, stop)
    tasks = [asyncio.create_task(server.serve(sockets=sockets)) for server, sockets in servers]
    # The sockets listen already: whoever is told now is answered as soon as the servers take over.
    ready()
    await asyncio.gather(*tasks)
