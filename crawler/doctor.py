"""What a run stands on, looked at before it fails in the night: each thing, how it is, what to do."""

import importlib.metadata
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from crawler import alarms, registry
from crawler.configured import project

AMPLE = 2 * 1024**3  # bytes free with which a night's crawl is well begun
PACKAGES = ("scrapy", "playwright", "warcio", "fastwarc", "trafilatura", "sqlite-utils", "datasette")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One thing looked at: ``good``, how it is, and what mends it where it is not good."""

    what: str
    good: bool
    how: str
    mend: str = ""


def python(data: Path) -> Iterator[Look]:
    """The interpreter and the packages the crawl stands on."""
    version = ".".join(map(str, sys.version_info[:3]))
    yield Look(
        what="python", good=sys.version_info >= (3, 11), how=version, mend="install Python 3.11 or newer"
    )
    for name in PACKAGES:
        try:
            yield Look(what=name, good=True, how=importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            yield Look(what=name, good=False, how="not installed", mend="run scripts/setup")


def browser(data: Path) -> Iterator[Look]:
    """A Chromium that Playwright can start."""
    from playwright.sync_api import Error, sync_playwright

    from crawler.rendering.chromium import executable

    try:
        with sync_playwright() as play:
            path = executable(play.chromium.executable_path)
    except Error as error:
        yield Look(what="browser", good=False, how=str(error).splitlines()[0], mend="run scripts/setup")
        return
    mend = "install Chromium (scripts/setup does); until then use --browser never"
    yield Look(what="browser", good=bool(path), how=str(path or "none found"), mend=mend)


def disk(data: Path) -> Iterator[Look]:
    """Room under the data folder."""
    there = data if data.exists() else _nearest(data)
    free = shutil.disk_usage(there).free
    least = project().getint("XIANZHI_LEAST_FREE")
    mend = f"free some space, or move the data with --data; crawls stop at {least >> 20} MiB free"
    yield Look(what="disk", good=free > AMPLE, how=f"{free / 1024**3:.1f} GiB free at {there}", mend=mend)


def _nearest(path: Path) -> Path:
    return next(parent for parent in path.absolute().parents if parent.exists())


def permissions(data: Path) -> Iterator[Look]:
    """Whether this user can write there."""
    there = data if data.exists() else _nearest(data)
    try:
        with tempfile.TemporaryFile(dir=there):
            yield Look(what="permissions", good=True, how=f"{there} can be written")
    except OSError as error:
        mend = f"give this user (uid {os.getuid()}) the right to write to {there}"
        yield Look(what="permissions", good=False, how=f"{there}: {error.strerror}", mend=mend)


def clock(data: Path) -> Iterator[Look]:
    """WARC-Date is only as true as the clock: it may not lie before what is already archived."""
    newest = max((p.stat().st_mtime for p in data.glob("collections/*/archive/*")), default=0.0)
    good = newest <= time.time() + 60 and time.gmtime().tm_year >= 2025
    how = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime())
    yield Look(
        what="clock", good=good, how=how, mend="set the clock (NTP): archived files are newer than now"
    )


def portals(data: Path) -> Iterator[Look]:
    """The registry, the project's rows and the operator's."""
    try:
        rows = list(registry.portals(data).values())
    except (OSError, ValueError) as error:
        yield Look(what="registry", good=False, how=str(error), mend=f"mend {data / registry.OWN}")
        return
    bad = list(registry.problems(rows))
    mend = "xianzhi portals check tells which rows and why"
    yield Look(what="registry", good=not bad, how=f"{len(rows)} portals, {len(bad)} problems", mend=mend)


def ways(data: Path) -> Iterator[Look]:
    """The file of alarms, where there is one."""
    try:
        told = alarms.configured(data)
    except ValueError as error:
        yield Look(what="alarms", good=False, how=str(error), mend="mend the file")
        return
    how = f"{('mail' in told) + len(told.get('webhook', []))} ways" if told else "none set (alarms.toml)"
    yield Look(what="alarms", good=True, how=how)


# in the order they are printed
LOOKS: tuple[Callable[[Path], Iterator[Look]], ...] = (
    python, browser, disk, permissions, clock, portals, ways,
)  # fmt: skip


def look(data: Path) -> list[Look]:
    """Looks at everything."""
    return [found for one in LOOKS for found in one(data)]
