"""The door of the reading room: who may come in, and the headers of every answer that goes out."""

from archive.replay import wanted
from corpus.readingroom import replaying
from corpus.readingroom.asgi import App, Message, Receive, Scope, Send, answer, header, refuse, target
from corpus.readingroom.room import Room, manners

REPLAY = "/replay/"
_READING = frozenset({"GET", "HEAD"})
_YEAR = 365 * 24 * 3600


class Door:
    """Read-only, for our own hosts, with the security headers; identity replay is answered here."""

    def __init__(self, app: App, room: Room) -> None:
        self.app = app
        self.room = room

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif not self.room.welcomes(header(scope, "host")):
            await refuse(scope, send, 421, "This reading room answers to 127.0.0.1 and localhost only.")
        elif scope["method"] not in _READING:
            await refuse(scope, send, 405, "This reading room is read-only.")
        elif not await self._replayed(scope, send):
            await self.app(scope, receive, self._mannered(scope, send))

    async def _replayed(self, scope: Scope, send: Send) -> bool:
        """Answers ``/replay/<timestamp>id_/<url>``; ``False`` where it is another address."""
        if not scope["path"].startswith(REPLAY):
            return False
        asked = wanted(target(scope, REPLAY))
        if asked is None or asked.modifier != "id_":
            return False
        if replaying.would_run(header(scope, "sec-fetch-dest")):
            await refuse(scope, send, 403, "Archived content does not run in the reading room.")
            return True
        found = await replaying.exact(self.room, asked, REPLAY)
        if found is None:
            await refuse(scope, send, 404, f"Not in this archive: {asked.url}")
        else:
            await answer(scope, send, found.status, found.headers, found.body)
        return True

    def _mannered(self, scope: Scope, send: Send) -> Send:
        host = header(scope, "host")
        added = manners(f"http://{host}", self.room.replay_origins(host))
        if not scope["path"].startswith(REPLAY) and (language := _asked_language(scope)):
            cookie = f"lang={language}; Path=/; Max-Age={_YEAR}; SameSite=Lax"
            added.append((b"set-cookie", cookie.encode()))

        async def mannered(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name.lower() for name, _ in message["headers"]}
                extra = [(name, value) for name, value in added if name not in own or name == b"set-cookie"]
                message["headers"] = [*message["headers"], *extra]
            await send(message)

        return mannered


def _asked_language(scope: Scope) -> str | None:
    for part in scope["query_string"].split(b"&"):
        if part in (b"lang=zh", b"lang=en"):
            return str(part[5:].decode())
    return None
