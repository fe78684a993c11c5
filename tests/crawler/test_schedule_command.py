"""``xianzhi schedule`` as a timer calls it: bad files are one line, SIGTERM is a clean stop."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.portals import serve

RUN = [sys.executable, "-m", "crawler.cli", "schedule", "run"]
NOBODY = ["--only", "000000"]
HEAD = "code\tcounty\thomepage\tfrequency\n"


def ran(data: Path, *words: str) -> tuple[int, str, str]:
    command = [*RUN, *words, "--data", str(data)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("name", "text", "status"),
    [
        ("portals.tsv", "nonsense\n", 2),
        ("operations.db", "no database at all, whatever its name says", 2),
        ("portals.tsv", HEAD + "110101\t某县\thttp://a.test/\toften\n", 1),
        ("alarms.toml", "[", 1),
    ],
)
def test_a_bad_file_is_one_line(tmp_path, name, text, status):
    (tmp_path / name).write_text(text)
    code, out, err = ran(tmp_path, *NOBODY)
    assert code == status
    assert "Traceback" not in err
    assert (out + err).count("\n") == 1
    assert name in out + err or "the frequency 'often'" in json.loads(out)["unusable"][0]


def test_sigterm_is_a_clean_stop_that_the_next_turn_goes_on_from(tmp_path):
    with serve(["trs"], scale=0.02) as portals:
        portal = next(iter(portals))
        row = f"{portal.code}\t{portal.county}\t{portal.url}\t\n"
        (tmp_path / "portals.tsv").write_text(HEAD + row)
        words = ["--only", portal.code]
        for option in ("--allow-private-hosts", "--delay", "0.2", "--browser", "never"):
            words += ["--crawl-option", option]
        command = [*RUN, *words, "--data", str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as turn:
            while len(portal.log) < 5 and turn.poll() is None:
                time.sleep(0.05)
            turn.send_signal(signal.SIGTERM)
            out, err = turn.communicate(timeout=60)
        assert turn.returncode == 11, err
        assert json.loads(out)["unfinished"] == [portal.code]
        code, out, err = ran(tmp_path, *words)
    assert code == 0, err
    told = json.loads(out)
    assert (told["resumed"], told["states"]) == (True, {portal.code: "ok"})
    asked = [hit.target for hit in portal.log if hit.target != "/robots.txt"]
    again = len(asked) - len(set(asked))
    assert again <= 8, "only what was being fetched or read is asked for again"


def test_a_turn_says_what_it_is_about_to_do_and_can_be_kept_to_ones_own(tmp_path):
    row = "990010\t甲县\thttp://127.0.0.1:9/\t\n"
    (tmp_path / "portals.tsv").write_text(HEAD + row)
    code, out, err = ran(tmp_path, "--own", "--crawl-option", "--allow-private-hosts")
    assert "this turn crawls 1 of the 1 portals that are due" in err
    told = json.loads(out)
    assert (code, told["states"]) == (12, {"990010": "broken"})
    command = [*RUN[:-1], "list", "--own", "--data", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100)
    assert done.stdout.count("\n") == 1
    assert "990010" in done.stdout
    done = subprocess.run([c for c in command if c != "--own"], capture_output=True, text=True, timeout=100)
    assert done.stdout.count("never crawled by the schedule") > 1000, "each of them, for a program"
