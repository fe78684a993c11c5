"""The reading room: ``serve(data)`` shows corpus and archive to people, on loopback, read-only.

One process and two origins: Datasette with our pages on one port, archived pages replayed on another,
so that nothing archived ever runs where the room itself is.
"""

from corpus.readingroom.server import CannotServe, Running, serve

__all__ = ["CannotServe", "Running", "serve"]
