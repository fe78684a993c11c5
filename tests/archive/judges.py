"""Outside judges that cannot share our environment: each in its own under .tools/judges/, made once."""

import shutil
import subprocess
from pathlib import Path

import pytest

JUDGES = Path(__file__).resolve().parents[2] / ".tools" / "judges"


def environment(name: str, *packages: str) -> Path:
    """The ``bin`` directory of the environment with these packages; the test is skipped without it."""
    home = JUDGES / name
    made = home / "made"
    if not made.exists():
        uv = shutil.which("uv")
        if uv is None:
            pytest.skip(f"{name}: uv is not here to set its environment up")
        JUDGES.mkdir(parents=True, exist_ok=True)
        for step in (
            ["venv", "--clear", home],
            ["pip", "install", "--python", home / "bin/python", *packages],
        ):
            try:
                run = subprocess.run([uv, "-q", *step], capture_output=True, text=True, timeout=100)
            except subprocess.TimeoutExpired:
                pytest.skip(f"{name}: setting up its environment took too long")
            if run.returncode:
                pytest.skip(f"{name}: its environment cannot be set up: {run.stderr.strip()[-200:]}")
        made.touch()
    return home / "bin"
