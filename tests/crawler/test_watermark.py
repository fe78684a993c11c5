"""A disk that fills stops the crawl while there is room, with the contract's status and a way on."""

import json
import os
import subprocess
import sys

from tests.portals import serve

SETTINGS = "from settings.local import *\nXIANZHI_LEAST_FREE = 1 << 60\n"


def test_a_crawl_stops_before_the_disk_is_full(tmp_path):
    (tmp_path / "nearly_full.py").write_text(SETTINGS)
    env = os.environ | {"PYTHONPATH": str(tmp_path), "XIANZHI_SETTINGS": "nearly_full"}
    with serve(["trs"], scale=0.01) as portals:
        url = next(iter(portals)).url
        here = ("--allow-private-hosts", "--delay", "0", "--data", str(tmp_path), "--json")
        words = [sys.executable, "-m", "crawler.cli", "crawl", url, *here]
        full = subprocess.run(words, env=env, capture_output=True, text=True, timeout=100)
    assert full.returncode == 3, full.stderr
    assert "Traceback" not in full.stderr
    assert json.loads(full.stdout)["portals"][0]["status"] == "interrupted"
