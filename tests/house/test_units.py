"""The units and the crontab that are shipped are ones that systemd and cron take."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from apscheduler.triggers.cron import CronTrigger

UNITS = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "units"


def test_systemd_takes_the_units(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("needs systemd-analyze, which this machine has not")
    for name in ("xianzhi.service", "xianzhi.timer"):
        text = (UNITS / name).read_text()
        # the program's path is the operator's; systemd insists that it exists
        (tmp_path / name).write_text(text.replace("/opt/xianzhi/.venv/bin/xianzhi", "/bin/true"))
    done = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / "xianzhi.timer", tmp_path / "xianzhi.service"],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    ours = [line for line in done.stderr.splitlines() if "xianzhi" in line]
    assert ours == []


def test_every_crontab_line_is_one():
    lines = [x for x in (UNITS / "xianzhi.crontab").read_text().splitlines() if x and not x.startswith("#")]
    commands = [line for line in lines if not re.match(r"\w+=", line)]
    assert commands
    for line in commands:
        CronTrigger.from_crontab(" ".join(line.split()[:5]))


def test_the_unit_starts_a_command_that_exists():
    from crawler.cli import main

    words = re.search(r"ExecStart=\S+/xianzhi (\S+)", (UNITS / "xianzhi.service").read_text())
    assert words
    assert words[1] in main.list_commands(None)
