"""The second origin: archived pages are replayed here and nowhere else.

``/view`` shows one capture by ReplayWeb.page's scripts, unmodified; ``/plain/<timestamp>id_/<url>`` is
what their service worker reads, address by address, so a collection of any size opens at once. Our own
``/rwp/sw.js`` wraps theirs to put a strict policy on every answer: a replayed page reaches this origin
alone, which is the archive.
"""

from dataclasses import replace

from archive.replay import Answer, wanted
from corpus.readingroom import replaying
from corpus.readingroom.asgi import App, Receive, Scope, Send, answer, header, refuse, target
from corpus.readingroom.room import HERE, Room, hostname

# Our files: path -> (file, media type). ReplayWeb.page's: path -> (file, media type).
_OURS = {
    "/view": ("view.html", "text/html; charset=utf-8"),
    "/view.js": ("view.js", "text/javascript; charset=utf-8"),
    "/view.css": ("view.css", "text/css; charset=utf-8"),
    "/rwp/sw.js": ("sw.js", "text/javascript; charset=utf-8"),
}
_THEIRS = {
    "/ui.js": ("ui.js", "text/javascript; charset=utf-8"),
    "/rwp/ui.js": ("ui.js", "text/javascript; charset=utf-8"),
    "/vendor/sw.js": ("sw.js", "text/javascript; charset=utf-8"),
}
PLAIN, REPLAY = "/plain/", "/replay/"
NOT_FOUND = "Not in this archive."
_CLEAN = (b"clear-site-data", b'"storage"')


def replay_app(room: Room, room_port: int) -> App:
    """The ASGI application of the second origin; ``room_port`` is where the reading room is."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if not room.welcomes(header(scope, "host")):
            await refuse(scope, send, 421, "This replay answers to 127.0.0.1 and localhost only.")
        elif scope["method"] not in ("GET", "HEAD"):
            await refuse(scope, send, 405, "This archive is read-only.")
        else:
            await _answered(room, room_port, scope, send)

    return app


async def _answered(room: Room, room_port: int, scope: Scope, send: Send) -> None:
    path: str = scope["path"]
    port: int = scope["server"][1]
    found: Answer | None = None
    if path in _OURS or path in _THEIRS:
        found = _file(room, path, _policy(header(scope, "host"), room_port))
        if found and path == "/view" and room.origins.cleaned(port):
            found = replace(found, headers=(*found.headers, _CLEAN))
    elif replaying.would_run(header(scope, "sec-fetch-dest")):
        await refuse(scope, send, 403, "Archived content runs where it is replayed only.")
        return
    elif path.startswith(PLAIN) and (asked := wanted(target(scope, PLAIN))):
        found = await replaying.plain(room, asked, port)
    elif path.startswith(REPLAY) and (asked := wanted(target(scope, REPLAY))):
        found = await replaying.exact(room, asked, REPLAY)
    if found is None:
        await refuse(scope, send, 404, NOT_FOUND)
    else:
        await answer(scope, send, found.status, found.headers, found.body)


def _file(room: Room, path: str, policy: bytes) -> Answer | None:
    directory, (name, kind) = (
        (HERE / "replay", _OURS[path]) if path in _OURS else (room.scripts, _THEIRS[path])
    )
    try:
        body = (directory / name).read_bytes()
    except FileNotFoundError:
        return None
    headers = (
        (b"content-type", kind.encode()),
        (b"content-security-policy", policy),
        (b"cache-control", b"no-cache"),
        (b"service-worker-allowed", b"/rwp/"),
        replaying.NOSNIFF,
    )
    return Answer(status=200, headers=headers, body=body)


def _policy(host: str, room_port: int) -> bytes:
    """Of this origin's own files: nothing from elsewhere, framed by the reading room alone."""
    return (
        "default-src 'self'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
        f"form-action 'none'; frame-ancestors 'self' http://{hostname(host)}:{room_port}"
    ).encode("latin-1")
