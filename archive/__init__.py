"""Keeps what was received, exactly, and finds it again: WARC/1.1 files with a CDXJ index.

The public names are below; they are imported when asked for, so that ``archive.capture`` (the noun)
and ``archive.coding`` cost the pure rooms nothing.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archive.collection import Collection as Collection
    from archive.collection import collections as collections
    from archive.errors import ArchiveError as ArchiveError
    from archive.errors import DiskFull as DiskFull
    from archive.errors import Locked as Locked
    from archive.errors import NotWarc as NotWarc
    from archive.imports import Imported as Imported
    from archive.imports import import_file as import_file
    from archive.problems import Problem as Problem
    from archive.recovery import Recovery as Recovery
    from archive.verification import Verification as Verification
    from archive.verification import verify as verify
    from archive.writer import Writer as Writer

# public name -> the module that has it
_HOME = {
    "ArchiveError": "errors",
    "Collection": "collection",
    "DiskFull": "errors",
    "Imported": "imports",
    "Locked": "errors",
    "NotWarc": "errors",
    "Problem": "problems",
    "Recovery": "recovery",
    "Verification": "verification",
    "Writer": "writer",
    "collections": "collection",
    "import_file": "imports",
    "verify": "verification",
}

__all__ = sorted(_HOME)  # the names above, each once


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(importlib.import_module(f"archive.{_HOME[name]}"), name)
    raise AttributeError(f"module 'archive' has no attribute {name!r}")
