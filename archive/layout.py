"""Where a collection keeps its files (CONTRACT, "On disk"; pywb's names)."""

import re
from dataclasses import dataclass
from pathlib import Path

from archive.errors import ArchiveError


@dataclass(frozen=True, slots=True)
class Layout:
    """The directories and files of one collection under a data directory."""

    data: Path
    name: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"\w[\w.-]{0,99}", self.name):
            raise ArchiveError(f"a collection is named with letters, digits, - and _, not {self.name!r}")

    @property
    def root(self) -> Path:
        """The collection's own directory."""
        return self.data / "collections" / self.name

    @property
    def archive_dir(self) -> Path:
        """WARC files."""
        return self.root / "archive"

    @property
    def indexes_dir(self) -> Path:
        """CDXJ."""
        return self.root / "indexes"

    @property
    def crawls_dir(self) -> Path:
        """A directory a crawl: summary, issues, frontier state."""
        return self.root / "crawls"

    @property
    def index_path(self) -> Path:
        """The sorted index."""
        return self.indexes_dir / "index.cdxj"

    @property
    def ledger_path(self) -> Path:
        """The writer's ledger."""
        return self.root / "ledger.db"

    @property
    def manifest_path(self) -> Path:
        """The signed list of finished files."""
        return self.root / "manifest.jsonl"

    @property
    def key_path(self) -> Path:
        """The key that signs it, for all collections of this data directory."""
        return self.data / "manifest.key"

    @property
    def lock_path(self) -> Path:
        """Held by the one process that writes."""
        return self.root / "writer.lock"

    def make(self) -> None:
        """Creates the directories that are not there."""
        for directory in (self.archive_dir, self.indexes_dir, self.crawls_dir):
            directory.mkdir(parents=True, exist_ok=True)

    def warc_files(self) -> list[Path]:
        """Every WARC file, finished or open, by name."""
        return [path for path in self._archived() if _is_warc(path)]

    def strangers(self) -> list[Path]:
        """What else lies among them, and would never be read."""
        return [path for path in self._archived() if not _is_warc(path)]

    def _archived(self) -> list[Path]:
        return sorted(self.archive_dir.iterdir()) if self.archive_dir.is_dir() else []


def _is_warc(path: Path) -> bool:
    return path.name.endswith((".warc.gz", ".warc.gz.open")) and path.is_file()
