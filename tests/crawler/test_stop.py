"""A crawl that something keeps from ending is left all the same: SIGTERM, ten seconds, resumable."""

import os
import signal
import subprocess
import sys
import time

from tests.portals import serve

SETTINGS = """
from settings.local import *

ITEM_PIPELINES = {"stuck.Stuck": 1}


class Stuck:
    async def process_item(self, item):
        import asyncio

        print("stuck", flush=True)
        await asyncio.Event().wait()
"""


def test_sigterm_ends_a_crawl_that_is_stuck(tmp_path):
    (tmp_path / "stuck.py").write_text(SETTINGS)
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
