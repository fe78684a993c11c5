"""What a crawl still has to fetch and what it has fetched: one SQLite file a crawl.

A row is written once; its state goes queued -> leased -> done. ``acks`` and the links of the page that is
acknowledged are one transaction, so a SIGKILL at any moment loses no URL and repeats only those leased
or not yet acknowledged. WAL with ``synchronous=NORMAL`` survives the death of the process; after a power
failure the last transactions may be missing, and those pages are fetched again.

Memory is flat: ``known`` answers from a bounded set of the strings asked last, then from the file.
"""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

QUEUED, LEASED, DONE, DROPPED = 0, 1, 2, 3
REMEMBERED = 1 << 16  # strings
_SCHEMA = """
CREATE TABLE IF NOT EXISTS lane (id INTEGER PRIMARY KEY, portal INTEGER NOT NULL, host TEXT NOT NULL,
  UNIQUE (portal, host));
CREATE TABLE IF NOT EXISTS request (id INTEGER PRIMARY KEY, key INTEGER NOT NULL UNIQUE,
  lane INTEGER NOT NULL, priority INTEGER NOT NULL, url TEXT NOT NULL, method TEXT NOT NULL,
  body BLOB NOT NULL, meta TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, state INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS ready ON request (lane, priority DESC, id) WHERE state = 0;
CREATE TABLE IF NOT EXISTS portal (id INTEGER PRIMARY KEY, seed TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS robots (origin TEXT PRIMARY KEY, at REAL NOT NULL, status INTEGER NOT NULL,
  type TEXT NOT NULL, body BLOB NOT NULL);
"""
_ADD = f"""
INSERT INTO request (key, lane, priority, url, method, body, meta, state) VALUES (?, ?, ?, ?, ?, ?, ?, 0)
ON CONFLICT (key) DO UPDATE SET (lane, priority, url, method, body, meta, tries, state)
  = (excluded.lane, excluded.priority, excluded.url, excluded.method, excluded.body, excluded.meta, 0, 0)
  WHERE state = {DROPPED}
"""  # noqa: S608 - a number of our own
_SKIP = """
INSERT INTO request (key, lane, priority, url, method, body, meta, state)
VALUES (?, ?, 0, ?, 'GET', x'', '{}', ?) ON CONFLICT (key) DO NOTHING
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One request to come. ``meta`` is JSON-able: the path of links to it, its kind, its headers."""

    portal: int
    host: str
    url: str
    priority: int = 0
    method: str = "GET"
    body: bytes = b""
    meta: dict[str, Any] = field(default_factory=dict)
    id: int = 0
    tries: int = 0


class Backlog:
    """The rows of one crawl. One process writes; every method is one short statement or transaction."""

    def __init__(self, path: Path | str) -> None:
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute("PRAGMA wal_autocheckpoint=4000")
        self._db.execute("PRAGMA cache_size=-16384")
        self._db.executescript(_SCHEMA)
        self._db.execute("UPDATE request SET state = 0 WHERE state = 1")
        self._lanes = {(p, h): i for i, p, h in self._db.execute("SELECT id, portal, host FROM lane")}
        self._whose = {lane: whose for whose, lane in self._lanes.items()}
        self._asked: set[str] = set()
        self._open = False

    def lanes(self) -> dict[int, tuple[int, str, int]]:
        """Lane id -> (portal, host, rows queued)."""
        queued = dict(self._db.execute("SELECT lane, count(*) FROM request WHERE state = 0 GROUP BY lane"))
        return {i: (p, h, queued.get(i, 0)) for (p, h), i in self._lanes.items()}

    def known(self, urls: Iterable[str]) -> set[str]:
        """Those of the URLs (GET) that were added before, however they were spelled."""
        found: set[str] = set()
        unsure: dict[int, list[str]] = {}
        for url in urls:
            if url in self._asked:
                found.add(url)
            else:
                unsure.setdefault(key(url), []).append(url)
        for keys in _batches(list(unsure)):
            marks = ",".join("?" * len(keys))
            held = self._db.execute(f"SELECT key FROM request WHERE key IN ({marks})", keys)  # noqa: S608
            for (one,) in held:
                found.update(unsure[one])
        self._remember(found)
        return found

    def add(self, rows: Iterable[Row]) -> list[int]:
        """Queues rows that are new or were skipped; one that waits keeps the better priority and its path.

        Returns the lane of each row that was queued, so that the frontier can count.
        """
        self._begin()
        added = []
        for row in rows:
            lane = self.lane(row.portal, row.host)
            known = key(row.url, row.method, row.body)
            values = (known, lane, row.priority, whole(row.url), row.method, row.body, _json(row.meta))
            if self._db.execute(_ADD, values).rowcount:
                added.append(lane)
            else:
                self._raise(known, row)
        return added

    def skip(self, rows: Iterable[Row]) -> list[Row]:
        """Takes in rows that are not to be asked for; gives back those that are new."""
        self._begin()
        new = []
        for row in rows:
            lane = self.lane(row.portal, row.host)
            values = (key(row.url, row.method, row.body), lane, whole(row.url), DROPPED)
            if self._db.execute(_SKIP, values).rowcount:
                new.append(row)
        return new

    def keep(self, portal: int, state: dict[str, Any]) -> None:
        """A portal's state, in one transaction with the rows that it has just been told of."""
        self._begin()
        self._db.execute("UPDATE portal SET state = ? WHERE id = ?", (_json(state), portal))

    def lease(self, lane: int) -> Row | None:
        """The best row of a lane, now leased."""
        self._begin()
        found = self._db.execute(
            "UPDATE request SET state = 1 WHERE id = (SELECT id FROM request WHERE lane = ? AND state = 0"
            " ORDER BY priority DESC, id LIMIT 1)"
            " RETURNING id, url, priority, method, body, meta, tries",
            (lane,),
        ).fetchone()
        if found is None:
            return None
        number, url, priority, method, body, meta, tries = found
        portal, host = self._whose[lane]
        return Row(
            portal=portal, host=host, url=url, priority=priority, method=method, body=body,
            meta=json.loads(meta), id=number, tries=tries,
        )  # fmt: skip

    def best(self, lane: int) -> int | None:
        """The best priority that waits in a lane."""
        found = self._db.execute(
            "SELECT priority FROM request WHERE lane = ? AND state = 0 ORDER BY priority DESC LIMIT 1",
            (lane,),
        ).fetchone()
        return found[0] if found else None

    def acks(self, numbers: Iterable[int], states: dict[int, dict[str, Any]]) -> None:
        """The rows are done: their pages are on disk; ``states`` are their portals'.

        Commits all that was added since the last commit.
        """
        self._begin()
        self._db.executemany("UPDATE request SET state = 2 WHERE id = ?", [(n,) for n in numbers])
        for portal, state in states.items():
            self.keep(portal, state)
        self.commit()

    def again(
        self, number: int, *, url: str | None = None, penalty: int = 0, meta: str | None = None
    ) -> None:
        """Puts a leased row back: a retry, or the same page by another address (http to https)."""
        self._begin()
        self._db.execute(
            "UPDATE request SET state = 0, tries = tries + 1, priority = priority - ?,"
            " url = coalesce(?, url), meta = coalesce(?, meta) WHERE id = ?",
            (penalty, url, meta, number),
        )
        self.commit()

    def portal(self, seed: str, state: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """The number and the state of a portal, as they were left or as given."""
        self._begin()
        self._db.execute(
            "INSERT INTO portal (seed, state) VALUES (?, ?) ON CONFLICT (seed) DO NOTHING",
            (seed, _json(state)),
        )
        number, held = self._db.execute("SELECT id, state FROM portal WHERE seed = ?", (seed,)).fetchone()
        self.commit()
        return number, json.loads(held)

    def keep_robots(self, origin: str, at: float, status: int, content_type: str, body: bytes) -> None:
        """Keeps an answer for a robots.txt over a restart."""
        self._begin()
        self._db.execute(
            "INSERT OR REPLACE INTO robots VALUES (?, ?, ?, ?, ?)", (origin, at, status, content_type, body)
        )
        self.commit()

    def robots(self, origin: str) -> tuple[float, int, str, bytes] | None:
        """A kept answer: when, status, content type, body."""
        found: tuple[float, int, str, bytes] | None = self._db.execute(
            "SELECT at, status, type, body FROM robots WHERE origin = ?", (origin,)
        ).fetchone()
        return found

    def commit(self) -> None:
        """Makes everything since the last commit durable."""
        if self._open:
            self._db.execute("COMMIT")
            self._open = False

    def close(self) -> None:
        """Commits and closes; rows that are leased are queued again at the next opening."""
        self.commit()
        self._db.close()

    def lane(self, portal: int, host: str) -> int:
        """The number of the lane of a portal at a host, made at first sight."""
        self._begin()
        found = self._lanes.get((portal, host))
        if found is not None:
            return int(found)
        sql = "INSERT INTO lane (portal, host) VALUES (?, ?) RETURNING id"
        made: int = self._db.execute(sql, (portal, host)).fetchone()[0]
        self._lanes[portal, host] = made
        self._whose[made] = (portal, host)
        return made

    def _begin(self) -> None:
        if not self._open:
            self._db.execute("BEGIN")
            self._open = True

    def _raise(self, known: int, row: Row) -> None:
        """A page that waits is worth the most that any link to it promised."""
        self._db.execute(
            "UPDATE request SET priority = ?, meta = ? WHERE key = ? AND state = 0 AND priority < ?",
            (row.priority, _json(row.meta), known, row.priority),
        )

    def _remember(self, urls: set[str]) -> None:
        if len(self._asked) > REMEMBERED:
            self._asked.clear()
        self._asked |= urls


_SESSION = re.compile(
    r"(?:;jsessionid=[^?#]*)|(?<=[?&])(?:jsessionid|phpsessid|sessionid|aspsessionid\w*|sid=(?=\w{16}))=?[^&#]*&?",
    re.I,
)


def key(url: str, method: str = "GET", body: bytes = b"") -> int:
    """The identity of a request: 63 bits of its method, address and body.

    The scheme, ``www.``, a default port, the fragment and session ids do not count: they are one page.
    """
    text = f"{method} {plain(url)}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(text + b"\0" + body, digest_size=8).digest(), "big") >> 1


def plain(url: str) -> str:
    """The address without what does not count.

    >>> plain("HTTP://www.a.gov.cn:80/x;jsessionid=1?a=2#b")
    'a.gov.cn/x?a=2'
    """
    url = url.partition("#")[0]
    if "ess" in url or "sid=" in url.lower():
        url = _SESSION.sub("", url).rstrip("?&")
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    if not slash:
        host, mark, path = rest.partition("?")
        path = mark + path
    host = host.rpartition("@")[2].lower().removeprefix("www.").removesuffix(
        ":80" if scheme.lower() == "http" else ":443"
    )  # fmt: skip
    return f"{host}/{path}"


def site(url: str) -> str:
    """The host that a URL belongs to whatever its scheme and ``www.``; with its own port."""
    return plain(url).partition("/")[0] if urlsplit(url).netloc else ""


def whole(text: str) -> str:
    """The text with U+FFFD for halves of characters (a JSON list may cut a title within an emoji)."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _json(value: Any) -> str:
    return whole(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _batches(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), 500):
        yield keys[start : start + 500]
