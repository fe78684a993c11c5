"""Serving the portals: a thread for tests, a process for the command line; truth files; access logs."""

from __future__ import annotations

import asyncio
import contextlib
import json
import tempfile
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.portals import texts as given
from tests.portals.control import answering
from tests.portals.registry import KINDS
from tests.portals.server import Hit, listen
from tests.portals.site import Site
from tests.portals.world import county


@dataclass(slots=True, kw_only=True)
class Portal:
    """A served portal: its home page, county code, truth (one entry a report page) and access log."""

    name: str
    url: str
    family: str
    code: str
    county: str
    site: Site
    truth_file: Path

    @property
    def truth(self) -> list[dict[str, Any]]:
        return self.site.truth()

    @property
    def log(self) -> list[Hit]:
        """Every request so far, of its second host too, in order of time."""
        second = self.site.second.log if self.site.second else []
        return sorted([*self.site.log, *second], key=lambda hit: hit.at)

    def line(self) -> dict[str, Any]:
        told = {key: getattr(self, key) for key in ("name", "url", "family", "code", "county")}
        return {**told, "truth": str(self.truth_file)}


@dataclass(slots=True, kw_only=True)
class Portals:
    """All that is served, in order."""

    portals: list[Portal] = field(default_factory=list)
    control: str = ""

    def __iter__(self) -> Iterator[Portal]:
        return iter(self.portals)

    def __getitem__(self, name: str) -> Portal:
        return next(p for p in self.portals if p.name == name)

    def line(self) -> str:
        told = {"portals": [p.line() for p in self.portals], "control": self.control}
        return json.dumps(told, ensure_ascii=False)


def sites(names: Iterable[str], *, seed: int, scale: float, texts: Path | None) -> list[tuple[str, Site]]:
    """The sites of those names; given texts stand in the annual-report columns of the demo counties."""
    order = list(KINDS)
    counties = [(name, county(seed=seed, index=order.index(name), scale=scale)) for name in names]
    homes = [c for name, c in counties if KINDS[name].demo]
    for number, item in enumerate(given.items(texts) if texts and homes else ()):
        homes[number % len(homes)].columns["annual_county"].items.insert(0, item)
    return [(name, KINDS[name](made, name)) for name, made in counties]


def chosen(families: Iterable[str] | None) -> list[str]:
    """Names of portals: named outright, by their family, ``demo``, or all of them."""
    if families is None:
        return list(KINDS)
    asked = set(families)
    found = [
        n
        for n, kind in KINDS.items()
        if n in asked or kind.family in asked or (kind.demo and "demo" in asked)
    ]
    unknown = asked - set(KINDS) - {kind.family for kind in KINDS.values()} - {"demo"}
    if unknown:
        raise ValueError(f"no such portals: {', '.join(sorted(unknown))}; there are {', '.join(KINDS)}")
    return found


async def start(
    made: list[tuple[str, Site]], folder: Path, port: int
) -> tuple[Portals, list[asyncio.Server]]:
    """Every site on a port of its own (consecutive from ``port`` unless that is 0)."""
    out, servers = Portals(), []
    for number, (name, site) in enumerate(made):
        if site.second is not None:
            servers.append(await _listen(site.second, 0))
        servers.append(await _listen(site, port + number if port else 0))
        path = folder / f"{name}.json"
        path.write_text(json.dumps(site.truth(), ensure_ascii=False), encoding="utf-8")
        c = site.county
        out.portals.append(
            Portal(
                name=name,
                url=site.url + "/",
                family=site.family,
                code=c.code,
                county=c.name,
                site=site,
                truth_file=path,
            )
        )
    server, held = await listen(answering({p.name: p for p in out.portals}), [])
    out.control = f"http://127.0.0.1:{held}"
    return out, [*servers, server]


async def _listen(site: Site, port: int) -> asyncio.Server:
    server, held = await listen(site.answer, site.log, port)
    site.url = f"http://127.0.0.1:{held}"
    return server


@contextlib.contextmanager
def serve(
    families: Iterable[str] | None = None,
    *,
    seed: int = 1,
    scale: float = 1.0,
    texts: Path | None = None,
    port: int = 0,
) -> Iterator[Portals]:
    """The portals, served from a thread until the block ends."""
    made = sites(chosen(families), seed=seed, scale=scale, texts=texts)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="portals", daemon=True)
    thread.start()
    with tempfile.TemporaryDirectory(prefix="portals-") as folder:
        portals, servers = asyncio.run_coroutine_threadsafe(start(made, Path(folder), port), loop).result(
            30
        )
        try:
            yield portals
        finally:
            asyncio.run_coroutine_threadsafe(stop(servers), loop).result(10)
            loop.call_soon_threadsafe(loop.stop)
            thread.join(10)
            loop.close()


async def stop(servers: list[asyncio.Server]) -> None:
    """Closes the servers and ends what they were still doing."""
    for server in servers:
        server.close()
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
