"""A person at a terminal sees the crawl go on; a pipe sees nothing of it."""

import os
import subprocess
import sys
import threading

from tests.portals import serve


def test_progress_is_drawn_on_a_terminal_only(tmp_path):
    leader, follower = os.openpty()
    drawn = bytearray()

    def read() -> None:
        try:
            while piece := os.read(leader, 4096):
                drawn.extend(piece)
        except OSError:  # the terminal is gone with its last writer
            pass

    reader = threading.Thread(target=read)
    reader.start()
    with serve(["trs"], scale=0.02) as portals:
        words = [
            "crawl",
            portals["trs"].url,
            "--allow-private-hosts",
            "--delay",
            "0",
            "--data",
            str(tmp_path),
        ]
        command = [sys.executable, "-m", "crawler.cli", *words, "--max-pages", "8"]
        env = os.environ | {"COLUMNS": "120", "TERM": "xterm"}
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=follower, env=env, timeout=100)
    os.close(follower)
    reader.join(10)
    os.close(leader)
    assert b"of 1 portals done" in drawn
    assert b"portals done" not in done.stdout
