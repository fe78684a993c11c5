"""A crawl that something keeps from ending is left all the same: SIGTERM, ten seconds, resumable."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from corpus import Catalogue
from tests.portals import serve

SETTINGS = """
from settings.local import *

ITEM_PIPELINES = {"stuck.Stuck": 1}


class Stuck:
    async def process_item(self, item):
        import asyncio
        import time

        print("stuck", flush=True)
        STUCK
"""


@pytest.mark.parametrize("stuck", ["await asyncio.Event().wait()", "time.sleep(100)"])
def test_sigterm_ends_a_crawl_that_is_stuck(tmp_path, stuck):
    """Whether its loop goes round or not; what it did is told, and ``--resume`` goes on from there."""
    (tmp_path / "stuck.py").write_text(SETTINGS.replace("STUCK", stuck))
    env = os.environ | {"PYTHONPATH": str(tmp_path), "XIANZHI_SETTINGS": "stuck"}
    with serve(["trs"], scale=0.01) as portals:
        url = next(iter(portals)).url
        here = ("--allow-private-hosts", "--delay", "0", "--browser", "never", "--data", str(tmp_path))
        words = [sys.executable, "-m", "crawler.cli", "crawl", url, *here]
        with subprocess.Popen(words, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as crawl:
            assert crawl.stdout is not None
            assert crawl.stdout.readline() == b"stuck\n"
            began = time.monotonic()
            crawl.send_signal(signal.SIGTERM)
            _, err = crawl.communicate(timeout=60)
    assert time.monotonic() - began < 30  # ten, and more on a busy machine; it would never end
    assert crawl.returncode == 11, err
    assert b"Traceback" not in err
    (summary,) = tmp_path.glob("collections/portals/crawls/*/summary.json")
    told = json.loads(summary.read_text())
    assert (told["finished"], told["portals"][0]["status"]) == (False, "interrupted")
    assert b"go on with: xianzhi crawl --resume --data" in err


@pytest.mark.parametrize("words", ["serve --port 0", "schedule run --forever --only 0"])
def test_sigterm_ends_what_stays(tmp_path, words):
    """As a container's stop does; and what has nothing under way is not interrupted by it."""
    Catalogue(tmp_path / "corpus.db").close()
    command = [sys.executable, "-m", "crawler.cli", *words.split(), "--data", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as stays:
        assert stays.stdout is not None
        line = stays.stdout.readline()
        stays.send_signal(signal.SIGTERM)
        out, _ = stays.communicate(timeout=60)
    assert stays.returncode == 0, line + out
    assert b"Traceback" not in line + out


@pytest.mark.parametrize(
    ("error", "status"),
    [
        ("KeyboardInterrupt", 11),
        ("DatabaseError('malformed')", 1),
        ("Busy('busy')", 1),
        ("Full('full')", 3),
    ],
)
def test_a_crawl_whose_corpus_was_not_filled_is_not_done(tmp_path, error, status):
    code = f"""
from sqlite3 import DatabaseError
from corpus.errors import Busy, Full
from crawler import crawl, reprocessing
from crawler.cli import main
row = {{"seed": "x", "pages": 3, "reports": 2, "status": "ok", "years": [2022], "error": ""}}
def process(*words, **named): raise {error}
reprocessing.process = process
crawl.run = lambda data, held, folder, last: crawl.Outcome(
    crawl_id="c", directory=folder, portals=[row], reason="finished")
main(["crawl", "http://127.0.0.1:9/", "--allow-private-hosts", "--json", "--data", {str(tmp_path)!r}])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == status, done.stderr
    assert json.loads(done.stdout)["crawl_id"] == "c"
