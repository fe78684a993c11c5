"""A file that was written: what it is, and which table it holds."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

from corpus.datasets import Dataset

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A file, ``path`` relative to the export; ``dataset`` is ``None`` where it is no table."""

    name: str
    path: str
    format: str
    media_type: str
    description: str
    dataset: Dataset | None = None


def sha256(path: Path) -> str:
    """Hex SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def batches(rows: Iterator[T], size: int) -> Iterator[list[T]]:
    """Rows in lists of a size, so that a table larger than memory can be written."""
    while batch := list(islice(rows, size)):
        yield batch
