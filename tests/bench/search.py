"""Full text search beside SQLite's own tokenizers: hits against LIKE, milliseconds, size.

    scripts/bench search [--reports 3000]

Every index is contentless and holds the same made-up texts; the words are common and rare ones, of one
to eight characters, in both scripts. ``right`` counts words whose hits are exactly those of LIKE.
"""

import argparse
import json
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus import search
from tests.bench import corpus_made

TWO = ("财政", "公开", "茶叶", "藏药")
WORDS = (*TWO, "龙", "依申请公开", "政府信息公开", "规范性文件", "土地征收", "年度推进")
TRADITIONAL = {"財政": "财政", "龍舟": "龙舟", "規範性文件": "规范性文件"}
ROUNDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """One way to index: what is stored for a text, and how a word is asked for."""

    tokenizer: str
    stored: Callable[[str], str]
    asked: Callable[[str], str]


def _same(text: str) -> str:
    return text


def _apart(text: str) -> str:
    return " ".join(text)


def _phrase(word: str) -> str:
    return f'"{word}"'


PEERS = {
    "unicode61, SQLite's default": Peer(tokenizer="unicode61", stored=_same, asked=_phrase),
    "trigram": Peer(tokenizer="trigram", stored=_same, asked=_phrase),
    "one character a token": Peer(
        tokenizer="unicode61", stored=_apart, asked=lambda word: _phrase(_apart(word))
    ),
    "ours: pairs": Peer(
        tokenizer="unicode61 remove_diacritics 0", stored=search.indexed, asked=search.query
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--reports", type=int, default=3000)
    count = parser.parse_args().reports
    texts = [page.text for _, page, _ in corpus_made.corpus(count)]
    with TemporaryDirectory() as place:
        paths = (Path(place) / f"{n}.db" for n in range(len(PEERS)))
        rows = {name: measured(path, PEERS[name], texts) for name, path in zip(PEERS, paths, strict=True)}
    ours = rows["ours: pairs"]["ms"]
    for row in rows.values():
        row["times_ours"] = round(row["ms"] / ours, 2)
    result = {"texts": count, "characters": sum(map(len, texts)), "like_ms": like(texts), "indexes": rows}
    sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=1) + "\n")


def measured(path: Path, peer: Peer, texts: list[str]) -> dict[str, float]:
    """Builds one index and asks it every word."""
    db = sqlite3.connect(path)
    db.execute(f"create virtual table i using fts5(text, content='', tokenize='{peer.tokenizer}')")
    began = time.perf_counter()
    db.executemany("insert into i (rowid, text) values (?, ?)", enumerate(map(peer.stored, texts)))
    db.execute("insert into i (i) values ('optimize')")
    db.commit()
    built = time.perf_counter() - began
    asked = dict.fromkeys(WORDS) | TRADITIONAL
    right = sum(hits(db, peer, word) == truth(texts, same or word) for word, same in asked.items())
    return {
        "right": right,
        "of": len(asked),
        "ms": timed(db, peer, WORDS),
        "ms_two_characters": timed(db, peer, TWO),
        "build_s": round(built, 1),
        "mib": round(path.stat().st_size / 2**20, 1),
    }


def hits(db: sqlite3.Connection, peer: Peer, word: str) -> set[int]:
    rows = db.execute("select rowid from i where i match ?", [peer.asked(word)])
    return {row[0] for row in rows}


def truth(texts: list[str], word: str) -> set[int]:
    return {n for n, text in enumerate(texts) if word in text}


def timed(db: sqlite3.Connection, peer: Peer, words: tuple[str, ...]) -> float:
    """Milliseconds to count the hits of a word, the best of a few, the mean over the words."""
    asked = "select count(*) from i where i match ?"
    return mean(words, lambda word: db.execute(asked, [peer.asked(word)]).fetchone())


def like(texts: list[str]) -> float:
    """Milliseconds of LIKE over the same texts, for scale."""
    db = sqlite3.connect(":memory:")
    db.execute("create table t (text)")
    db.executemany("insert into t values (?)", ((text,) for text in texts))
    asked = "select count(*) from t where text like '%' || ? || '%'"
    return mean(WORDS, lambda word: db.execute(asked, [word]).fetchone())


def mean(words: tuple[str, ...], work: Callable[[str], object]) -> float:
    return round(1000 * sum(min(_rounds(work, word)) for word in words) / len(words), 3)


def _rounds(work: Callable[[str], object], word: str) -> Iterator[float]:
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work(word)
        yield time.perf_counter() - began


if __name__ == "__main__":
    main()
