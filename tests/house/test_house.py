"""The house stands: the real commands run, and our top-level names win over those of others."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


def run(*words: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    return subprocess.run(words, cwd=cwd, env=env, capture_output=True, text=True, timeout=60)


def test_scrapy_lists_our_spiders():
    listed = run(str(BIN / "scrapy"), "list")
    assert listed.returncode == 0, listed.stderr
    assert "county" in listed.stdout.split()


def test_scrapy_reads_our_settings():
    assert run(str(BIN / "scrapy"), "settings", "--get", "BOT_NAME").stdout.strip() == "xianzhi"


@pytest.mark.parametrize(
    "room", ["crawler", "spiders", "archive", "pages", "reports", "corpus", "settings"]
)
def test_our_rooms_win_over_other_distributions(room, tmp_path):
    found = run(sys.executable, "-c", f"import {room}; print({room}.__file__)", cwd=tmp_path)
    assert Path(found.stdout.strip()).is_relative_to(ROOT), found.stdout + found.stderr


def test_help_does_not_import_scrapy():
    code = (
        "import sys, crawler.cli; crawler.cli.main(['--help'], standalone_mode=False);"
        "print('scrapy' in sys.modules)"
    )
    assert run(sys.executable, "-c", code).stdout.split()[-1] == "False"


def test_every_listed_command_has_help():
    listed = run(
        sys.executable, "-c", "import json, crawler.cli as c; print(json.dumps(c.main.list_commands(None)))"
    )
    for name in json.loads(listed.stdout):
        shown = run(str(BIN / "xianzhi"), name, "--help")
        assert shown.returncode == 0, (name, shown.stderr)


def test_no_module_is_longer_than_a_reader_wants():
    rooms = ("crawler", "spiders", "archive", "pages", "reports", "corpus", "settings")
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
    }
    assert {name: n for name, n in lengths.items() if n > 300} == {}
