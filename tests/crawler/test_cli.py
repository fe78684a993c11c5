"""Whatever is wrong with arguments, folders or files: one line, the exit status of the contract."""

import errno
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus import Catalogue
from crawler.cli import main
from crawler.cli.exits import DISK_FULL, UNUSABLE, Stop, told
from crawler.cli.schedule import told as schedule_told
from crawler.cli.told import kinds

SEED = "http://127.0.0.1:1/"


def run(*words: str) -> Result:
    done = CliRunner().invoke(main, words)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


@pytest.mark.parametrize(
    "words",
    [
        ("crawl", SEED, "--max-pages", "0"),
        ("crawl", SEED, "--delay", "nan", "--allow-private-hosts"),
        ("crawl", SEED, "--delay", "inf", "--allow-private-hosts"),
        ("crawl", SEED, "--delay", "-1"),
        ("crawl", SEED, "--years", "2020-2010"),
        ("crawl", SEED, "--browser", "perhaps"),
        ("crawl", "http://[::1"),
        ("crawl", "--portal", "999999"),
        ("crawl", "--resume", SEED),
        ("process", "--collection", "a/b"),
        ("status", "extra"),
        ("clean",),
        ("nosuch",),
        ("export", "--format", "xml", "--to", "x"),
        ("export", "--format", "wacz", "--to", "x", "--years", "2026-2024"),
        ("export", "--format", "wacz", "--to", "x", "--years", "24"),
    ],
)
def test_unusable_arguments(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XIANZHI_DATA", str(tmp_path / "data"))
    done = run(*words)
    assert done.exit_code == UNUSABLE
    assert done.stderr.startswith("xianzhi: ") and len(done.stderr.splitlines()) == 1
    assert "--years" not in words or "--years" in done.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("folder", ["file/below", "/dev/null/x", "/proc/nowhere"])
def test_a_data_folder_that_cannot_be(folder: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    done = run("crawl", SEED, "--allow-private-hosts", "--data", str(tmp_path / folder))
    assert done.exit_code == UNUSABLE
    assert len(done.stderr.splitlines()) == 1 and folder.split("/")[0] in done.stderr


@pytest.mark.parametrize("held", [b"this is no database" * 999, b""])
@pytest.mark.parametrize(
    "command", [("status",), ("process",), ("export", "--format", "jsonl", "--to", "out")]
)
def test_a_corpus_that_is_none(command: tuple[str, ...], held: bytes, tmp_path: Path) -> None:
    (tmp_path / "corpus.db").write_bytes(held)
    (tmp_path / "collections" / "portals" / "archive").mkdir(parents=True)
    words = [str(tmp_path / "out") if word == "out" else word for word in command]
    done = run(*words, "--data", str(tmp_path))
    if held:
        assert (done.exit_code, len(done.stderr.splitlines())) == (UNUSABLE, 1)
        assert "corpus" in done.stderr


def test_a_full_disk_has_its_own_status() -> None:
    assert told(OSError(28, "No space left on device", "/data/x")).exit_code == DISK_FULL
    assert told(PermissionError(13, "Permission denied", "/data/x")).exit_code == UNUSABLE
    with pytest.raises(Stop) as stopped, schedule_told():
        raise OSError(errno.EDQUOT, "Disk quota exceeded")
    assert stopped.value.exit_code == DISK_FULL
    assert told(PermissionError(13, "Permission denied", "/data/x")).message == "/data/x: Permission denied"


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("plan.json", b"nonsense"),
        ("plan.json", b"{}"),
        ("plan.json", b'{"portals": [{"seed": 5}]}'),
        ("frontier.db", b"garbage" * 999),
    ],
)
def test_an_interrupted_crawl_that_is_damaged(name: str, held: bytes, tmp_path: Path) -> None:
    crawl = tmp_path / "collections" / "portals" / "crawls" / "20260101000000-abcdef"
    crawl.mkdir(parents=True)
    portal = {"seed": SEED, "years": [1990, 2100], "sites": []}
    plan = {"portals": [portal], "browser": "auto", "delay": 1.0, "private": False}
    (crawl / "plan.json").write_text(json.dumps(plan))
    (crawl / name).write_bytes(held)
    done = run("crawl", "--resume", "--data", str(tmp_path))
    assert (done.exit_code, len(done.stderr.splitlines())) == (UNUSABLE, 1)
    assert name in done.stderr and "damaged" in done.stderr


def test_issues_are_counted_also_where_the_last_line_is_torn(tmp_path: Path) -> None:
    path = tmp_path / "issues.jsonl"
    path.write_bytes(b'{"kind": "trap"}\n{"kind": "trap"}\n{"kind": "tr\xe5')
    assert kinds(path) == {"trap": 2}


def test_a_second_crawl_leaves_nothing_to_resume(tmp_path: Path) -> None:
    with Catalogue(tmp_path / "corpus.db"):
        done = run("crawl", SEED, "--allow-private-hosts", "--data", str(tmp_path))
    assert (done.exit_code, len(done.stderr.splitlines())) == (UNUSABLE, 1)
    assert "being written" in done.stderr
    assert not list(tmp_path.glob("collections/portals/crawls/*"))
