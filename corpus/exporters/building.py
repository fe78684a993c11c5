"""A directory is built beside its place and moved there when it is whole."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import CannotExport, Full, is_full


@contextmanager
def building(to: Path) -> Iterator[Path]:
    """An empty directory that becomes ``to``.

    Raises :class:`CannotExport` or :class:`Full`, and leaves nothing then.
    """
    if to.exists() or to.is_symlink():
        raise CannotExport(f"{to} is there already: name a directory that is not")
    beside = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        beside.mkdir(parents=True)
        yield beside
        beside.rename(to)
    except OSError as error:
        if is_full(error):
            raise Full(f"no room to write {to}: make room, or name another disk") from None
        raise CannotExport(f"{to} cannot be written ({error.strerror or error})") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
