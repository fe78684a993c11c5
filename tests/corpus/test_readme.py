"""The lines of Python in the README make a plot from a corpus."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_readme_plots(filled, tmp_path):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (code,) = [
        block for block in re.findall(r"```python\n(.*?)```", readme, re.S) if "open_corpus" in block
    ]
    assert len(code.strip().splitlines()) <= 10
    (tmp_path / "data").symlink_to(filled)
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert run.returncode == 0, run.stderr
    picture = (tmp_path / "applications.svg").read_text(encoding="utf-8")
    assert picture.count("<path") > 40
    assert "西城区" in picture
