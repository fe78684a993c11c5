"""Whether two corpora are equal: a digest of everything that comes from the archive."""

import hashlib

from sqlite_utils import Database

from corpus.rows import compact
from corpus.schema.create import everything

# Not from the archive: the registry, the crawls' own summaries, and what the program writes itself.
_APART = frozenset({"portals", "crawls", "divisions", "codebook", "counts", "state"})
_NUMBERED_BY_BUILD = frozenset({"rowid"})


def digest(db: Database) -> str:
    """SHA-256 over all rows by key; the same captures give the same digest in any order of storing."""
    seen = hashlib.sha256()
    for table in everything():
        if table.name not in _APART:
            names = [c.name for c in table.columns if c.name not in _NUMBERED_BY_BUILD]
            wanted, key = (", ".join(f"[{name}]" for name in part) for part in (names, table.key))
            for row in db.execute(f"select {wanted} from [{table.name}] order by {key}"):
                seen.update(compact([table.name, *row]).encode("utf-8", "surrogatepass"))
    return seen.hexdigest()
